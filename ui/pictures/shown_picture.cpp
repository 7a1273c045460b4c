#include "pictures/shown_picture.h"

#include <algorithm>

namespace moelab {

QImage shownIn(int side, const QImage& picture) {
    const int times = side / std::max({1, picture.width(), picture.height()});
    return times > 0 ? picture.scaled(picture.size() * times)
                     : picture.scaled(side, side, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

} // namespace moelab
