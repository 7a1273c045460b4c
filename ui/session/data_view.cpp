#include "session/data_view.h"

namespace moelab {
namespace {

QImage wrap(const ImageSet& images, std::size_t index) {
    const auto format = images.channels == 3 ? QImage::Format_RGB888 : QImage::Format_Grayscale8;
    return {images.image(index).data(), images.width, images.height, images.width * images.channels, format};
}

std::vector<int> countLabels(const ImageSet& images, std::size_t classes) {
    std::vector<int> counts(classes);
    for (const std::uint8_t label : images.labels)
        ++counts[label];
    return counts;
}

} // namespace

QImage DataView::testImage(std::size_t index) const { return wrap(test, index); }

DataView viewOf(const DataSet& data) {
    const std::size_t classes = data.classNames.size();
    DataView view{data.source,
                  data.classNames,
                  data.test,
                  countLabels(data.train, classes),
                  countLabels(data.test, classes),
                  std::vector<QImage>(classes)};
    for (std::size_t index = 0; index < data.train.size(); ++index)
        if (QImage& sample = view.samples[data.train.labels[index]]; sample.isNull())
            sample = wrap(data.train, index).copy();
    return view;
}

} // namespace moelab
