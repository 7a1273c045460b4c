#include "inspector/own_pictures_strip.h"

#include "analysis/image_way.h"
#include "pictures/shown_picture.h"
#include "session/session.h"
#include "text/foreign_text.h"
#include "text/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kPictureOfStrip = 64; // pixels
constexpr int kMostRows = 2;        // more are scrolled to

QString answerOf(const OwnPictures& pictures, int index, const DataView& data) {
    if (!pictures.outputs)
        return pictures.problem.isEmpty() ? QStringLiteral("…") : QStringLiteral("–");
    const ImageWay way = wayOf(*pictures.outputs, index);
    std::vector<float> said = way.baseline;
    if (way.route && !way.ways[static_cast<std::size_t>(*way.route)].result.empty())
        said = way.ways[static_cast<std::size_t>(*way.route)].result;
    return said.empty() ? QStringLiteral("–")
                        : inText(data.className(std::ranges::max_element(said) - said.begin()));
}

/// In its own colours, though it be chosen.
QIcon iconOf(const QImage& picture) {
    const QPixmap pixmap = QPixmap::fromImage(picture);
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected);
    return icon;
}

} // namespace

OwnPicturesStrip::OwnPicturesStrip(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_heading(makeHeading(tr("Your own pictures")))
    , m_list(new QListWidget) {
    m_heading->setObjectName(QStringLiteral("ownPicturesHeading"));
    wrapText(*m_heading);
    m_list->setObjectName(QStringLiteral("ownPictures"));
    m_list->setAccessibleName(tr("Your own pictures with their predictions"));
    m_list->setViewMode(QListView::IconMode);
    m_list->setMovement(QListView::Static);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    auto* const close = new QToolButton;
    close->setObjectName(QStringLiteral("closeOwnPictures"));
    close->setText(tr("Close"));
    close->setToolTip(tr("Close your own pictures. Their files are not changed."));
    close->setAccessibleName(tr("Close your own pictures"));
    auto* const bar = new QHBoxLayout;
    bar->addWidget(m_heading, 1);
    bar->addWidget(close);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addLayout(bar);
    layout->addWidget(m_list);
    connect(close, &QToolButton::clicked, &session.pictures(), &Pictures::clear);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            m_session.selection().setOwnPicture(row);
    });
    connect(&session.pictures(), &Pictures::changed, this, &OwnPicturesStrip::refresh);
    connect(&session.selection(), &Selection::imageChanged, this, &OwnPicturesStrip::refreshCurrent);
    refresh();
}

void OwnPicturesStrip::refresh() {
    const auto pictures = m_session.pictures().shown();
    const auto images = m_session.data();
    setVisible(pictures && images);
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    if (!pictures || !images)
        return;
    const QSize icon(kPictureOfStrip, kPictureOfStrip);
    const QSize cell = icon + QSize(6, m_list->fontMetrics().lineSpacing() + 10);
    m_list->setIconSize(icon);
    m_list->setGridSize(cell);
    for (int i = 0; i < pictures->files.size(); ++i) {
        const QImage picture = pictureOf(pictures->set, static_cast<std::size_t>(i));
        const QString answer = answerOf(*pictures, i, *images);
        auto* const item = new QListWidgetItem(iconOf(shownIn(kPictureOfStrip, picture)), answer, m_list);
        item->setToolTip(tr("%1: %2").arg(inText(pictures->files[i]), answer));
        item->setData(Qt::AccessibleTextRole, item->toolTip());
    }
    const int columns = std::max(1, 280 / cell.width());
    const int rows = (static_cast<int>(pictures->files.size()) + columns - 1) / columns;
    m_list->setFixedHeight(std::min(rows, kMostRows) * cell.height() + 2 * m_list->frameWidth() + 4);
    refreshCurrent();
}

void OwnPicturesStrip::refreshCurrent() {
    const QSignalBlocker quiet(m_list);
    m_list->setCurrentRow(m_session.selection().ownPicture());
}

} // namespace moelab
