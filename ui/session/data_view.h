#pragma once

#include "base/stop_token.h"
#include "data/image_set.h"
#include "experiment/image_part.h"
#include "experiment/run_files.h"
#include "experiment/splits.h"

#include <QImage>

#include <vector>

namespace moelab {

/// What panels show of a data set: the images of one part, and how many images there are of each class.
struct DataView {
    DataSource source;
    std::vector<std::string> classNames;
    ImagePart part = ImagePart::Test;
    ImageSet images;              ///< of the part
    std::vector<int> trainCounts; ///< [classes]
    std::vector<int> testCounts;  ///< [classes]
    std::vector<QImage> samples;  ///< [classes] the first training image; null where there is none
    QString whyNoImages = {};     ///< of a run whose images are not to be had; empty otherwise
    DataOptions options = {};     ///< by which the data were read
    ReadReport report = {};       ///< what the reader came upon
    int validationCount = 0;      ///< images of a validation set of the data's own
    std::size_t leakage = 0;      ///< test images that stand in the training set or in that one, too

    /// An image of the part; it shares the pixels of this object, which has to live as long. Null where the images
    /// are not to be had.
    QImage picture(std::size_t index) const;
    QString className(std::int64_t cls) const {
        return QString::fromStdString(classNames[static_cast<std::size_t>(cls)]);
    }
};

/// Whether they are as many images as a run with these parameters uses, read as it says.
bool isOf(const DataView& data, const Parameters& parameters);

/// An image of a set, whose pixels it shares: the set has to live as long.
QImage pictureOf(const ImageSet& set, std::size_t index);

/// Of the test images. Looks for them in the other sets, which takes as long as reading all images once.
/// @throws Stopped
DataView viewOf(const DataSet& data, const StopToken& stop = StopToken());
/// What a run says of its data where the images are not to be had: no image, and no counts.
DataView viewWithoutImages(const RunConfig& config, const QString& why);
/// The same data with the images of another part.
DataView viewOf(const DataView& data, ImagePart part, const Split& images);

/// "1 image", "3,000 images".
QString imageCount(std::int64_t count);
/// "test images", "training images": after a number, in sentences; of one, "test image".
QString imagesOf(ImagePart part, std::int64_t count = 2);
/// "Test image 7"
QString imageTitle(ImagePart part, std::int64_t image);

} // namespace moelab
