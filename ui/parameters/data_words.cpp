#include "parameters/data_words.h"

#include "text/foreign_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace moelab {
namespace {

constexpr std::size_t kMostFilesNamed = 20; // of a tooltip

QString dataWord(const char* text) { return QCoreApplication::translate("moelab::DataWords", text); }

QString sizeWords(int width, int height) { return QStringLiteral("%1 × %2").arg(width).arg(height); }

QString geometryWords(const DataView& data) {
    const ImageSet& images = data.images;
    const QString now = (images.channels == 1 ? dataWord("%1 pixels, gray") : dataWord("%1 pixels, colour"))
                            .arg(sizeWords(images.width, images.height));
    const auto& sizes = data.report.sizes;
    if (!data.report.resized || sizes.empty())
        return now + u'.';
    const auto area = [](const auto& each) { return std::int64_t{each.first.first} * each.first.second; };
    const auto [least, most] = std::ranges::minmax_element(sizes, {}, area);
    const auto sizeOf = [](const auto& each) { return sizeWords(each.first.first, each.first.second); };
    if (sizes.size() == 1)
        return dataWord("%1, from %2.").arg(now, sizeOf(*least));
    return dataWord("%1, from %2 sizes between %3 and %4.")
        .arg(now, QString::number(sizes.size()), sizeOf(*least), sizeOf(*most));
}

} // namespace

QString readingWords(const DataView& data) {
    QStringList sentences = {geometryWords(data)};
    const auto add = [&](const char* sentence, std::size_t count) {
        if (count > 0)
            sentences << dataWord(sentence).arg(QLocale().toString(qulonglong{count}));
    };
    add("Validation images of its own: %1.", static_cast<std::size_t>(data.validationCount));
    add("Files left out: %1.", data.report.leftOutCount);
    add("Test images that networks are trained or chosen on (leakage): %1, so that accuracy on the test set says "
        "too "
        "much.",
        data.leakage);
    return sentences.join(u' ');
}

QString leftOutWords(const DataView& data) {
    const std::vector<ReadReport::LeftOut>& files = data.report.leftOut;
    QStringList lines;
    for (std::size_t i = 0; i < std::min(kMostFilesNamed, files.size()); ++i)
        lines << QStringLiteral("%1: %2").arg(inLine(QString::fromStdString(files[i].file)),
                                              inLine(QString::fromStdString(files[i].reason)));
    if (data.report.leftOutCount > std::size_t(lines.size()) && !lines.isEmpty())
        lines << dataWord("and %1 more").arg(data.report.leftOutCount - std::size_t(lines.size()));
    return lines.join(u'\n');
}

} // namespace moelab
