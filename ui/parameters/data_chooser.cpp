#include "parameters/data_chooser.h"

#include "data/catalogue.h"
#include "data/cifar/cifar10.h"
#include "parameters/data_preview.h"
#include "parameters/data_words.h"
#include "plotting/icons.h"
#include "session/session.h"
#include "session/settings.h"
#include "text/foreign_text.h"
#include "text/labels.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

#include <numeric>

namespace moelab {
namespace {

const QString kBuiltin = QStringLiteral("builtin");
const QString kCached = QStringLiteral("cifar10");
const QString kFetch = QStringLiteral("fetch");
const QString kFile = QStringLiteral("file");
const QString kFolder = QStringLiteral("folder");
const QString kClasses = QStringLiteral("data/classes"); // in settings

QString millions(qint64 bytes) { return QString::number(static_cast<double>(bytes) / 1e6, 'f', 0); }

bool cifarIsCached() {
    std::error_code ignored;
    return std::filesystem::exists(cachedCifar10(), ignored);
}

/// By a closed choice, of what comes next or begins with a letter.
bool wouldChoose(const QKeyEvent& event) {
    switch (event.key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
        return true;
    default:
        return !event.text().isEmpty() && event.text().front().isLetterOrNumber();
    }
}

} // namespace

DataChooser::DataChooser(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_choice(new QComboBox)
    , m_summary(new QLabel)
    , m_reading(new QLabel)
    , m_moved(new QPushButton(tr("Locate the images…")))
    , m_classes(new QToolButton)
    , m_preview(new DataPreview)
    , m_previewArea(new QScrollArea)
    , m_progress(new QProgressBar)
    , m_cancel(new QPushButton(tr("Cancel"))) {
    m_choice->setObjectName(QStringLiteral("dataChoice"));
    m_choice->setAccessibleName(tr("Data"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(15); // "Built-in images"
    m_summary->setObjectName(QStringLiteral("dataSummary"));
    wrapText(*m_summary);
    m_reading->setObjectName(QStringLiteral("dataReading"));
    wrapText(*m_reading);
    m_moved->setObjectName(QStringLiteral("dataMoved"));
    m_moved->setToolTip(tr("Choose the place that the run's images were moved to; the run remembers it"));
    auto* const kinds = new QMenu(m_moved);
    kinds->addAction(icon("open"), tr("File of images…"), this, &DataChooser::movedFileWanted)
        ->setObjectName(QStringLiteral("movedFile"));
    kinds->addAction(icon("open"), tr("Folder of images…"), this, &DataChooser::movedFolderWanted)
        ->setObjectName(QStringLiteral("movedFolder"));
    m_moved->setMenu(kinds);
    m_classes->setObjectName(QStringLiteral("dataClasses"));
    m_classes->setAutoRaise(true);
    m_classes->setCheckable(true);
    m_classes->setChecked(true);
    m_classes->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_classes->setToolTip(tr("Show or hide an image of each class"));
    m_classes->setAccessibleName(m_classes->toolTip());
    m_previewArea->setObjectName(QStringLiteral("dataPreviewArea"));
    m_previewArea->setWidgetResizable(true);
    m_previewArea->setFrameShape(QFrame::NoFrame);
    m_previewArea->setFocusPolicy(Qt::NoFocus);
    m_previewArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_previewArea->setWidget(m_preview);
    connect(m_classes, &QToolButton::toggled, this, &DataChooser::refreshClasses);
    connect(m_preview, &DataPreview::mostHeightChanged, this, &DataChooser::refreshClasses);
    m_progress->setObjectName(QStringLiteral("downloadProgress"));
    m_progress->setAccessibleName(tr("Progress of the download"));
    m_cancel->setObjectName(QStringLiteral("cancelDownload"));
    m_cancel->setToolTip(tr("Stop the download; it resumes from there next time"));
    auto* const download = new QHBoxLayout;
    download->addWidget(m_progress, 1);
    download->addWidget(m_cancel);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeHeading(tr("Data")));
    layout->addWidget(m_choice);
    layout->addLayout(download);
    layout->addWidget(m_summary);
    layout->addWidget(m_reading);
    layout->addWidget(m_moved);
    layout->addWidget(m_classes);
    layout->addWidget(m_previewArea);
    m_choice->installEventFilter(this);
    connect(m_choice, &QComboBox::activated, this, &DataChooser::choose);
    connect(m_cancel, &QPushButton::clicked, &session, &Session::stop);
    connect(&session, &Session::dataChanged, this, &DataChooser::refresh);
    connect(&session, &Session::runChanged, this, &DataChooser::refresh);
    connect(&session, &Session::parametersChanged, this, &DataChooser::refresh);
    connect(&session, &Session::activityChanged, this, &DataChooser::refreshSummary);
    connect(&session, &Session::fetchProgress, this, [this](qint64 done, qint64 total) {
        m_progress->setRange(0, static_cast<int>(total >> 10));
        m_progress->setValue(static_cast<int>(done >> 10));
        m_progress->setFormat(tr("%1 of %2 MB").arg(millions(done), millions(total)));
    });
    refresh();
}

void DataChooser::fill() {
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    m_choice->addItem(icon("data"), tr("Built-in images"), kBuiltin);
    if (cifarIsCached())
        m_choice->addItem(icon("data"), tr("CIFAR-10"), kCached);
    else
        m_choice->addItem(icon("data"),
                          tr("CIFAR-10 (download %1 MB)").arg(millions(qint64(fetchedCifar10().bytes))), kFetch);
    m_choice->addItem(icon("open"), tr("File of images…"), kFile);
    m_choice->addItem(icon("open"), tr("Folder of images…"), kFolder);
    const QString spec = m_session.dataSpec();
    int current = m_choice->findData(spec);
    if (current < 0 && spec.toStdString() == cachedCifar10().string())
        current = m_choice->findData(kCached);
    if (current < 0 && !spec.isEmpty()) {
        m_choice->insertItem(0, icon("data"), inText(QFileInfo(spec).fileName()), spec);
        current = 0;
    }
    m_choice->setCurrentIndex(current);
}

void DataChooser::refresh() {
    fill();
    const bool fetching = m_session.fetching();
    m_progress->setVisible(fetching);
    m_cancel->setVisible(fetching);
    m_choice->setEnabled(!fetching && !m_session.training());
    const auto images = m_session.data();
    m_preview->showData(images);
    refreshClasses();
    m_moved->setVisible(m_session.lacksImages());
    refreshSummary();
}

void DataChooser::refreshClasses() {
    const auto images = m_session.data();
    const bool known = images && !m_session.lacksImages();
    m_classes->setVisible(known);
    m_previewArea->setVisible(known && m_classes->isChecked());
    m_previewArea->setFixedHeight(m_preview->mostHeight());
    m_classes->setArrowType(m_classes->isChecked() ? Qt::DownArrow : Qt::RightArrow);
    if (known)
        m_classes->setText(tr("%Ln classes", nullptr, static_cast<int>(images->classNames.size())));
}

void DataChooser::restore(const Settings& settings) { m_classes->setChecked(settings.flag(kClasses, true)); }

void DataChooser::save(Settings& settings) const { settings.setValue(kClasses, int(m_classes->isChecked())); }

void DataChooser::refreshSummary() {
    const auto images = m_session.data();
    m_summary->setToolTip(images ? images->whyNoImages : QString());
    const bool read = images && !m_session.lacksImages();
    m_reading->setVisible(read);
    m_reading->setText(read ? readingWords(*images) : QString());
    m_reading->setToolTip(read ? leftOutWords(*images) : QString());
    if (m_session.lacksImages()) {
        m_summary->setText(tr("The run's images could not be opened from %1. Saved results are shown without them.")
                               .arg(QFileInfo(m_session.dataSpec()).fileName()));
        return;
    }
    if (!images) {
        m_summary->setText(m_session.activity().isEmpty() ? tr("Choose the images to train on.")
                                                          : tr("Opening the data…"));
        return;
    }
    const auto sum = [](const std::vector<int>& counts) {
        return std::accumulate(counts.begin(), counts.end(), 0);
    };
    // On lines of their own: numbers that are typed below would else break it anew, and move their fields.
    const int tests = sum(images->testCounts);
    m_summary->setText((tests == 1 ? tr("%1:\n%L2 training, 1 test image")
                                   : tr("%1:\n%L2 training, %Ln test images", nullptr, tests))
                           .arg(inText(QString::fromStdString(images->source.name)),
                                QLocale().toString(sum(images->trainCounts))));
}

/// What is chosen leaves the run, or downloads: neither a turn of the wheel nor an arrow key does that unseen.
bool DataChooser::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Wheel) {
        event->ignore(); // the panel's, then
        return true;
    }
    if (event->type() != QEvent::KeyPress || !wouldChoose(*static_cast<QKeyEvent*>(event)))
        return QWidget::eventFilter(watched, event);
    m_choice->showPopup();
    return true;
}

void DataChooser::choose(int index) {
    const QString chosen = m_choice->itemData(index).toString();
    fill(); // shows what is in use until that changes
    if (chosen == kFile)
        emit fileWanted();
    else if (chosen == kFolder)
        emit folderWanted();
    else if (chosen == kFetch) {
        m_session.fetchCifar10();
        refresh();
    } else if (chosen != m_session.dataSpec())
        m_session.startDraft(chosen);
}

} // namespace moelab
