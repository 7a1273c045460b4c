#pragma once

#include "data/image_set.h"

#include <QImage>

#include <vector>

namespace moelab {

/// What panels show of a data set: its test images, and how many images there are of each class.
struct DataView {
    DataSource source;
    std::vector<std::string> classNames;
    ImageSet test;
    std::vector<int> trainCounts; ///< [classes]
    std::vector<int> testCounts;  ///< [classes]
    std::vector<QImage> samples;  ///< [classes] the first training image; null where there is none

    /// A test image that shares the pixels of this object, which has to live as long.
    QImage testImage(std::size_t index) const;
    QString className(std::int64_t cls) const {
        return QString::fromStdString(classNames[static_cast<std::size_t>(cls)]);
    }
};

DataView viewOf(const DataSet& data);

} // namespace moelab
