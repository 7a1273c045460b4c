#include "window_place.h"

#include <QScreen>
#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace moelab {

bool restorePlace(QWidget& window, const QByteArray& geometry) {
    if (!window.restoreGeometry(geometry))
        return false;
    if (window.isMaximized() || window.isFullScreen())
        return true;
    const int title = window.style()->pixelMetric(QStyle::PM_TitleBarHeight);
    const QRect screen = window.screen()->availableGeometry().adjusted(0, title, 0, 0);
    const QRect place = window.geometry();
    const QSize size = place.size().boundedTo(screen.size()).expandedTo(window.minimumSizeHint());
    const auto within = [](int position, int least, int most) { return std::max(least, std::min(position, most)); };
    window.setGeometry({{within(place.x(), screen.left(), screen.right() + 1 - size.width()),
                         within(place.y(), screen.top(), screen.bottom() + 1 - size.height())},
                        size});
    return true;
}

} // namespace moelab
