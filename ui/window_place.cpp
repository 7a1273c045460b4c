#include "window_place.h"

#include <QScreen>
#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace moelab {
namespace {

/// What of its screen a window may fill, without its title.
QRect roomFor(const QWidget& window) {
    const int title = window.style()->pixelMetric(QStyle::PM_TitleBarHeight);
    return window.screen()->availableGeometry().adjusted(0, title, 0, 0);
}

} // namespace

void placeWindow(QWidget& window, const QByteArray& geometry, const QSize& size) {
    if (!window.restoreGeometry(geometry)) {
        window.resize(size.boundedTo(roomFor(window).size()));
        return;
    }
    if (window.isMaximized() || window.isFullScreen())
        return;
    const QRect room = roomFor(window);
    const QRect place = window.geometry();
    const QSize fitted = place.size().boundedTo(room.size()).expandedTo(window.minimumSizeHint());
    const auto within = [](int position, int least, int most) { return std::max(least, std::min(position, most)); };
    window.setGeometry({{within(place.x(), room.left(), room.right() + 1 - fitted.width()),
                         within(place.y(), room.top(), room.bottom() + 1 - fitted.height())},
                        fitted});
}

} // namespace moelab
