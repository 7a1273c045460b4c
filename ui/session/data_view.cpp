#include "session/data_view.h"

#include "config/parameter_table.h"
#include "data/duplicates.h"

#include <QCoreApplication>

#include <numeric>

namespace moelab {
namespace {

std::vector<int> countLabels(const ImageSet& images, std::size_t classes) {
    std::vector<int> counts(classes);
    for (const std::uint16_t label : images.labels)
        ++counts[label];
    return counts;
}

} // namespace

QImage pictureOf(const ImageSet& images, std::size_t index) {
    const auto format = images.channels == 3 ? QImage::Format_RGB888 : QImage::Format_Grayscale8;
    const qsizetype row = qsizetype{images.width} * images.channels;
    return {images.image(index).data(), images.width, images.height, row, format};
}

QImage DataView::picture(std::size_t index) const {
    return whyNoImages.isEmpty() ? pictureOf(images, index) : QImage();
}

bool isOf(const DataView& data, const Parameters& parameters) {
    const auto sum = [](const std::vector<int>& counts) {
        return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    };
    DataOptions options = dataOptionsOf(parameters);
    options.size = data.options.size; // the counts tell
    return options == data.options && sum(data.trainCounts) == parameters.trainExamples &&
           sum(data.testCounts) == parameters.testExamples;
}

DataView viewOf(const DataSet& data, const StopToken& stop) {
    const std::size_t classes = data.classNames.size();
    DataView view{data.source,
                  data.classNames,
                  ImagePart::Test,
                  data.test,
                  countLabels(data.train, classes),
                  countLabels(data.test, classes),
                  std::vector<QImage>(classes)};
    view.report = data.report;
    view.validationCount = data.validation ? static_cast<int>(data.validation->size()) : 0;
    view.leakage = data.source.drawn ? 0 : duplicatesIn(data, stop).leakage;
    for (std::size_t index = 0; index < data.train.size(); ++index)
        if (QImage& sample = view.samples[data.train.labels[index]]; sample.isNull())
            sample = pictureOf(data.train, index).copy();
    return view;
}

DataView viewWithoutImages(const RunConfig& config, const QString& why) {
    const std::size_t classes = config.classNames.size();
    const std::vector<int> none(classes);
    return {config.data, config.classNames, ImagePart::Test, {}, none, none, std::vector<QImage>(classes), why};
}

DataView viewOf(const DataView& data, ImagePart part, const Split& split) {
    const ImageSet& set = split.set;
    DataView view{data.source,      data.classNames, part,        {set.height, set.width, set.channels, {}, {}},
                  data.trainCounts, data.testCounts, data.samples};
    view.options = data.options;
    view.report = data.report;
    view.validationCount = data.validationCount;
    view.leakage = data.leakage;
    for (const std::int64_t image : split.images) {
        const auto pixels = set.image(static_cast<std::size_t>(image));
        view.images.pixels.insert(view.images.pixels.end(), pixels.begin(), pixels.end());
        view.images.labels.push_back(set.labels[static_cast<std::size_t>(image)]);
    }
    return view;
}

QString imageCount(std::int64_t count) {
    return count == 1 ? QCoreApplication::translate("DataView", "1 image")
                      : QCoreApplication::translate("DataView", "%Ln images", nullptr, static_cast<int>(count));
}

QString imagesOf(ImagePart part, std::int64_t count) {
    const bool one = count == 1;
    switch (part) {
    case ImagePart::Test:
        break;
    case ImagePart::Training:
        return one ? QCoreApplication::translate("DataView", "training image")
                   : QCoreApplication::translate("DataView", "training images");
    case ImagePart::HeldOut:
        return one ? QCoreApplication::translate("DataView", "held-out image")
                   : QCoreApplication::translate("DataView", "held-out images");
    }
    return one ? QCoreApplication::translate("DataView", "test image")
               : QCoreApplication::translate("DataView", "test images");
}

QString imageTitle(ImagePart part, std::int64_t image) {
    switch (part) {
    case ImagePart::Test:
        break;
    case ImagePart::Training:
        return QCoreApplication::translate("DataView", "Training image %1").arg(image);
    case ImagePart::HeldOut:
        return QCoreApplication::translate("DataView", "Held-out image %1").arg(image);
    }
    return QCoreApplication::translate("DataView", "Test image %1").arg(image);
}

} // namespace moelab
