#include "experiment/occlusion.h"

#include <algorithm>

namespace moelab {
namespace {

struct Patch {
    int top, left, bottom, right; ///< bottom and right are outside
};

/// Rounded, and at least 1.
int quarterOf(int side) { return std::max(1, (side + 2) / 4); }

/// Where patches begin along one side; the last ends at the picture's end.
std::vector<int> beginnings(int side, int patch) {
    std::vector<int> places;
    const int last = side - patch;
    for (int place = 0; place < last; place += quarterOf(patch))
        places.push_back(place);
    places.push_back(last);
    return places;
}

std::vector<Patch> patchesOf(const ImageSet& picture) {
    const int patch = quarterOf(std::min(picture.height, picture.width));
    std::vector<Patch> patches;
    for (const int top : beginnings(picture.height, patch))
        for (const int left : beginnings(picture.width, patch))
            patches.push_back({top, left, top + patch, left + patch});
    return patches;
}

/// @returns [channels], rounded
std::vector<std::uint8_t> meanColour(const ImageSet& picture) {
    const auto channels = static_cast<std::size_t>(picture.channels);
    std::vector<std::uint64_t> sums(channels);
    for (std::size_t i = 0; i < picture.imageBytes(); ++i)
        sums[i % channels] += picture.pixels[i];
    const std::uint64_t places = picture.imageBytes() / channels;
    std::vector<std::uint8_t> colour;
    for (const std::uint64_t sum : sums)
        colour.push_back(static_cast<std::uint8_t>((sum + places / 2) / places));
    return colour;
}

} // namespace

ImageSet occludedCopies(const ImageSet& picture) {
    const std::vector<Patch> patches = patchesOf(picture);
    const std::vector<std::uint8_t> colour = meanColour(picture);
    const auto original = picture.image(0);
    ImageSet copies{picture.height, picture.width, picture.channels, {original.begin(), original.end()}, {}};
    copies.pixels.reserve(picture.imageBytes() * (patches.size() + 1));
    for (const Patch& patch : patches) {
        const std::size_t begin = copies.pixels.size();
        copies.pixels.insert(copies.pixels.end(), original.begin(), original.end());
        for (int y = patch.top; y < patch.bottom; ++y)
            for (int x = patch.left; x < patch.right; ++x) {
                const auto place = static_cast<std::size_t>(std::int64_t{y} * picture.width + x) * colour.size();
                std::ranges::copy(colour, copies.pixels.begin() + static_cast<std::ptrdiff_t>(begin + place));
            }
    }
    copies.labels.assign(patches.size() + 1, 0);
    return copies;
}

HeatMap occlusionMap(const ImageSet& picture, std::span<const float> shares) {
    const std::vector<Patch> patches = patchesOf(picture);
    const auto places = static_cast<std::size_t>(std::int64_t{picture.height} * picture.width);
    std::vector<float> covered(places);
    HeatMap map{picture.height, picture.width, std::vector<float>(places)};
    for (std::size_t i = 0; i < patches.size(); ++i)
        for (int y = patches[i].top; y < patches[i].bottom; ++y)
            for (int x = patches[i].left; x < patches[i].right; ++x) {
                const auto place = static_cast<std::size_t>(std::int64_t{y} * picture.width + x);
                map.values[place] += shares[0] - shares[i + 1];
                covered[place] += 1;
            }
    for (std::size_t place = 0; place < places; ++place)
        map.values[place] /= covered[place];
    return map;
}

} // namespace moelab
