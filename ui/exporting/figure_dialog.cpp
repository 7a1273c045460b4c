#include "exporting/figure_dialog.h"

#include "exporting/export_folder.h"
#include "exporting/figure_preview.h"
#include "plotting/text_size.h"
#include "session/settings.h"
#include "text/labels.h"
#include "text/whole_number_box.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>

#include <algorithm>
#include <filesystem>

namespace moelab {
namespace {

constexpr int kLeastSide = FigureChoices::kLeastSide;
constexpr int kMostSide = FigureChoices::kMostSide;
constexpr double kMuchSmaller = 0.7; ///< than the chosen text; exponents at axes are a little smaller

const QLatin1String kSuffixes[] = {QLatin1String("png"), QLatin1String("svg"), QLatin1String("pdf"),
                                   QLatin1String("csv")};

template <class Widget>
Widget* named(Widget* widget, const char* name, const QString& accessible) {
    widget->setObjectName(QLatin1String(name));
    widget->setAccessibleName(accessible);
    return widget;
}

WholeNumberBox* makeNumber(const char* name, const QString& accessible, int least, int most) {
    return named(new WholeNumberBox(least, most, accessible.toStdString()), name, accessible);
}

/// Two widgets as one row of a form.
QWidget* besides(QWidget* first, QWidget* second) {
    auto* const row = new QWidget;
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(first, 1);
    layout->addWidget(second);
    return row;
}

/// @returns the name without the suffix of a format, and that suffix
std::pair<QString, QString> parted(const QString& name) {
    for (const QLatin1String suffix : kSuffixes)
        if (name.endsWith(u'.' + suffix, Qt::CaseInsensitive))
            return {name.chopped(suffix.size() + 1), suffix};
    return {name, {}};
}

/// One that cannot be looked at may be there.
bool isMissing(const QString& folder) {
    std::error_code problem;
    return !std::filesystem::exists(folder.toStdString(), problem) && !problem;
}

int wholeOf(const WholeNumberBox* box) { return static_cast<int>(box->value()); }

} // namespace

FigureDialog::FigureDialog(Figure& figure, Settings& settings, Questions questions, QWidget* parent)
    : QDialog(parent)
    , m_figure(figure)
    , m_settings(settings)
    , m_questions(std::move(questions))
    , m_preview(named(new FigurePreview, "figurePreview", tr("Preview")))
    , m_paper(named(new QLabel, "figurePaper", tr("Size of the preview")))
    , m_format(named(new QComboBox, "figureFormat", tr("Format")))
    , m_widths(named(new QComboBox, "figureWidths", tr("Usual widths")))
    , m_width(makeNumber("figureWidth", tr("Width (mm)"), kLeastSide, kMostSide))
    , m_heights(named(new QComboBox, "figureHeights", tr("Usual heights")))
    , m_height(makeNumber("figureHeight", tr("Height (mm)"), kLeastSide, kMostSide))
    , m_points(makeNumber("figurePoints", tr("Text (points)"), 4, 36))
    , m_dpi(makeNumber("figureDpi", tr("Dots per inch"), 72, 1200))
    , m_folder(named(new QLineEdit, "figureFolder", tr("Folder")))
    , m_browse(new QPushButton(tr("&Browse…")))
    , m_name(named(new QLineEdit, "figureName", tr("File name")))
    , m_hint(named(new QLabel, "figureHint", tr("Problem"))) {
    setObjectName(QStringLiteral("figureDialog"));
    setWindowTitle(tr("Export a figure"));
    m_browse->setObjectName(QStringLiteral("figureBrowse"));
    wrapText(*m_hint);
    m_hint->setMinimumHeight(3 * m_hint->fontMetrics().lineSpacing());
    m_hint->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_paper->setAlignment(Qt::AlignCenter);
    auto* const shown = new QVBoxLayout;
    shown->addWidget(m_preview, 1);
    shown->addWidget(m_paper);
    auto* const chosen = new QVBoxLayout;
    chosen->addLayout(m_form = makeForm());
    chosen->addStretch();
    auto* const parts = new QHBoxLayout;
    parts->addLayout(shown, 1);
    parts->addLayout(chosen);
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(parts, 1);
    layout->addWidget(m_hint);
    makeButtons(layout);
    restore();
    refresh();
}

QFormLayout* FigureDialog::makeForm() {
    for (const QLatin1String suffix : kSuffixes)
        if (suffix != QLatin1String("csv"))
            m_format->addItem(QString(suffix).toUpper(), QString(suffix));
    if (!m_figure.figureCsv().isEmpty())
        m_format->addItem(tr("CSV: the numbers"), QStringLiteral("csv"));
    for (const auto& [text, width] : {std::pair(tr("One column: %1 mm"), FigureChoices::kOneColumn),
                                      std::pair(tr("Two columns: %1 mm"), FigureChoices::kTwoColumns)})
        m_widths->addItem(text.arg(width), width);
    m_widths->addItem(tr("Free"), 0);
    m_heights->addItem(tr("Fitting the content"), kFittingHeight);
    for (const auto& [across, up] : {std::pair(3, 2), std::pair(4, 3), std::pair(1, 1)})
        m_heights->addItem(tr("%1 : %2").arg(across).arg(up), static_cast<double>(across) / up);
    m_heights->addItem(tr("Free"), kFreeHeight);
    m_points->setToolTip(tr("Height of the text as printed, where the figure is set at its own width"));
    auto* const form = new QFormLayout;
    form->addRow(tr("F&ormat"), m_format);
    form->addRow(tr("&Width (mm)"), besides(m_widths, m_width));
    form->addRow(tr("&Height (mm)"), besides(m_heights, m_height));
    form->addRow(tr("&Text (points)"), m_points);
    form->addRow(tr("&Dots per inch"), m_dpi);
    form->addRow(tr("Fo&lder"), besides(m_folder, m_browse));
    form->addRow(tr("File &name"), m_name);
    // A label of two widgets leads to the first of them.
    static_cast<QLabel*>(form->labelForField(m_widths->parentWidget()))->setBuddy(m_widths);
    static_cast<QLabel*>(form->labelForField(m_heights->parentWidget()))->setBuddy(m_heights);
    static_cast<QLabel*>(form->labelForField(m_folder->parentWidget()))->setBuddy(m_folder);
    for (QComboBox* choice : {m_widths, m_heights})
        connect(choice, &QComboBox::currentIndexChanged, this, &FigureDialog::refresh);
    for (WholeNumberBox* number : {m_width, m_height, m_points, m_dpi})
        connect(number, &WholeNumberBox::changed, this, &FigureDialog::refresh);
    connect(m_format, &QComboBox::currentIndexChanged, this, &FigureDialog::chooseFormat);
    connect(m_name, &QLineEdit::textEdited, this, &FigureDialog::takeSuffix);
    connect(m_folder, &QLineEdit::textChanged, this, &FigureDialog::refresh);
    connect(m_browse, &QPushButton::clicked, this, &FigureDialog::browse);
    connect(m_preview, &FigurePreview::drawn, this, &FigureDialog::refreshWords);
    return form;
}

void FigureDialog::makeButtons(QLayout* layout) {
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_write = buttons->addButton(tr("&Export"), QDialogButtonBox::ActionRole); // the dialog stays if that fails
    m_write->setObjectName(QStringLiteral("figureExport"));
    buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("figureCancel"));
    layout->addWidget(buttons);
    m_browse->setAutoDefault(false);
    m_write->setDefault(true); // once it is the dialog's
    connect(m_write, &QPushButton::clicked, this, &FigureDialog::write);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void FigureDialog::restore() {
    const auto entry = [&](const char* key, const QComboBox* box) {
        return m_settings.number(QLatin1String("figures/") + QLatin1String(key), 0, box->count() - 1, 0);
    };
    const FigureChoices kept = FigureChoices::kept(m_settings);
    m_format->setCurrentIndex(
        std::max(0, m_format->findData(m_settings.value(QStringLiteral("figures/format")).toString())));
    m_widths->setCurrentIndex(entry("widths", m_widths));
    m_width->setValue(kept.width);
    m_heights->setCurrentIndex(entry("heights", m_heights));
    m_height->setValue(kept.height);
    m_points->setValue(kept.points);
    m_dpi->setValue(kept.dpi);
    m_folder->setText(QDir::toNativeSeparators(exportFolder(m_settings)));
    m_name->setText(m_figure.figureName());
}

void FigureDialog::save() {
    chosen().keep(m_settings);
    m_settings.setValue(QStringLiteral("figures/format"), suffix());
    m_settings.setValue(QStringLiteral("figures/widths"), m_widths->currentIndex());
    m_settings.setValue(QStringLiteral("figures/heights"), m_heights->currentIndex());
    keepExportFolder(m_settings, QFileInfo(file()).absolutePath());
}

FigureChoices FigureDialog::chosen() const {
    FigureChoices chosen;
    chosen.width = wholeOf(m_width);
    chosen.shape = m_heights->currentData().toDouble();
    chosen.height = wholeOf(m_height);
    chosen.points = wholeOf(m_points);
    chosen.dpi = wholeOf(m_dpi);
    return chosen;
}

QString FigureDialog::suffix() const { return m_format->currentData().toString(); }

QString FigureDialog::file() const {
    return QDir::cleanPath(QDir(QDir::fromNativeSeparators(m_folder->text()))
                               .absoluteFilePath(parted(m_name->text().trimmed()).first + u'.' + suffix()));
}

FigureFormat FigureDialog::format() const { return chosen().formatFor(m_figure); }

/// A name with the suffix of another format loses it.
void FigureDialog::chooseFormat() {
    const auto [name, old] = parted(m_name->text());
    if (!old.isEmpty() && old != suffix())
        m_name->setText(name);
    refresh();
}

/// A suffix that is typed says the format.
void FigureDialog::takeSuffix(const QString& name) {
    const int format = m_format->findData(parted(name).second);
    if (format >= 0)
        m_format->setCurrentIndex(format);
    refresh();
}

void FigureDialog::refresh() {
    const bool isPicture = suffix() != QLatin1String("csv");
    for (QWidget* field : {m_widths->parentWidget(), m_heights->parentWidget(), static_cast<QWidget*>(m_points)})
        m_form->setRowVisible(field, isPicture);
    m_form->setRowVisible(m_dpi, suffix() == QLatin1String("png"));
    const int column = m_widths->currentData().toInt();
    m_width->setEnabled(column == 0);
    if (column > 0) {
        const QSignalBlocker quiet(m_width);
        m_width->setValue(column);
    }
    refreshHeight();
    const QString why = problem();
    m_hint->setText(why);
    m_write->setEnabled(why.isEmpty());
    if (!isPicture)
        m_preview->showText(m_figure.figureCsv().remove(u'\r'));
    else if (why.isEmpty())
        m_preview->showFigure(m_figure, format());
    refreshWords();
}

void FigureDialog::refreshHeight() {
    const FigureChoices now = chosen();
    m_height->setEnabled(now.shape == kFreeHeight);
    if (now.shape == kFreeHeight)
        return;
    const QSignalBlocker quiet(m_height);
    m_height->setValue(now.formatFor(m_figure).height);
}

/// @returns what keeps the figure from being written, or nothing
QString FigureDialog::problem() const {
    try {
        for (const WholeNumberBox* number : {m_width, m_height, m_points, m_dpi})
            if (number->isVisibleTo(this) && number->isEnabled())
                number->typedValue();
    } catch (const std::exception& refused) {
        return QString::fromStdString(refused.what());
    }
    if (m_folder->text().trimmed().isEmpty())
        return tr("Choose a folder for the file.");
    if (QFileInfo(parted(m_name->text().trimmed()).first).fileName().isEmpty())
        return tr("Give the file a name.");
    return {};
}

/// Says how large the paper is, and warns where its text becomes smaller than was chosen.
void FigureDialog::refreshWords() {
    if (m_preview->scale() == 0) {
        m_paper->clear();
        return;
    }
    const FigureFormat paper = format();
    m_paper->setText(
        tr("%1 × %2 mm, shown at %3 %").arg(paper.width).arg(paper.height).arg(qRound(100 * m_preview->scale())));
    if (!problem().isEmpty() || m_preview->image().isNull())
        return;
    const double smallest = smallestText(m_figure, paper);
    if (smallest > 0 && smallest < kMuchSmaller * paper.points)
        m_hint->setText(tr("There is little room: the smallest text is %1 points high. Choose a larger figure or "
                           "smaller text.")
                            .arg(smallest, 0, 'f', 1));
}

void FigureDialog::browse() {
    const QString folder = m_questions.openFolder(this, tr("Choose a folder for the figure"),
                                                  QDir::fromNativeSeparators(m_folder->text()));
    if (!folder.isEmpty())
        m_folder->setText(QDir::toNativeSeparators(folder));
}

void FigureDialog::write() {
    const QString path = file();
    const QFileInfo before(path);
    if (isMissing(before.absolutePath())) {
        m_hint->setText(tr("%1: there is no such folder. Make it, or choose another one.")
                            .arg(QDir::toNativeSeparators(before.absolutePath())));
        return;
    }
    const bool isThere = before.exists() || before.isSymLink();
    if (isThere && !m_questions.confirm(this, {tr("%1 exists. Replace it?").arg(QDir::toNativeSeparators(path)),
                                               tr("Replace"), tr("Keep")}))
        return;
    try {
        exportFigure(m_figure, path, format(), isThere);
    } catch (const std::exception& problem) {
        m_hint->setText(QString::fromStdString(problem.what()));
        return;
    }
    save();
    emit written(path);
    accept();
}

} // namespace moelab
