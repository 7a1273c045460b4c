#include "data/duplicates.h"

#include "base/limits.h"
#include "base/random.h"
#include "data/byte_source.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_map>

namespace moelab {
namespace {

std::uint64_t hashOf(std::span<const std::uint8_t> image) {
    std::uint64_t hash = image.size();
    for (; image.size() >= sizeof hash; image = image.subspan(sizeof hash)) {
        std::uint64_t word = 0;
        std::memcpy(&word, image.data(), sizeof word);
        hash = mix(hash ^ word);
    }
    for (const std::uint8_t byte : image)
        hash = mix(hash ^ byte);
    return hash;
}

/// The different images of a split.
class KnownImages {
  public:
    explicit KnownImages(const ImageSet& images)
        : m_images(images) {}

    /// @returns the first that is the same
    std::optional<std::size_t> find(std::span<const std::uint8_t> image, std::uint64_t hash) const {
        const auto [begin, end] = m_byHash.equal_range(hash);
        std::optional<std::size_t> first;
        for (auto known = begin; known != end; ++known)
            if (std::ranges::equal(m_images.image(known->second), image))
                first = std::min(first.value_or(known->second), known->second);
        return first;
    }
    void add(std::size_t index, std::uint64_t hash) { m_byHash.emplace(hash, index); }
    const ImageSet& images() const { return m_images; }

  private:
    const ImageSet& m_images;
    std::unordered_multimap<std::uint64_t, std::size_t> m_byHash;
};

struct Split {
    std::string name;
    const ImageSet& images;
    KnownImages known;
    std::vector<std::uint64_t> hashes = {};
};

void take(Duplicates::Pairing& pairing, const Split& split, std::size_t image, const KnownImages& others,
          std::size_t other) {
    ++pairing.count;
    pairing.otherClass += split.images.labels[image] != others.images().labels[other] ? 1 : 0;
    if (pairing.examples.size() < limits::kDuplicatesListed)
        pairing.examples.push_back({image, other});
}

/// Also learns to know the split's images.
Duplicates::Pairing within(Split& split, const StopToken& stop) {
    Duplicates::Pairing pairing{split.name, split.name, 0, 0, {}};
    for (std::size_t i = 0; i < split.images.size(); ++i) {
        throwIfStopped(stop);
        split.hashes.push_back(hashOf(split.images.image(i)));
        if (const auto same = split.known.find(split.images.image(i), split.hashes[i]))
            take(pairing, split, i, split.known, *same);
        else
            split.known.add(i, split.hashes[i]);
    }
    return pairing;
}

Duplicates::Pairing between(const Split& split, const Split& other) {
    Duplicates::Pairing pairing{split.name, other.name, 0, 0, {}};
    for (std::size_t i = 0; i < split.images.size(); ++i)
        if (const auto same = other.known.find(split.images.image(i), split.hashes[i]))
            take(pairing, split, i, other.known, *same);
    return pairing;
}

std::size_t leaked(const Split& test, const std::vector<const Split*>& others) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < test.images.size(); ++i)
        count += std::ranges::any_of(others, [&](const Split* other) {
            return other->known.find(test.images.image(i), test.hashes[i]).has_value();
        });
    return count;
}

} // namespace

Duplicates duplicatesIn(const DataSet& data, const StopToken& stop) {
    static const ImageSet kNone;
    const ImageSet& own = data.validation ? *data.validation : kNone;
    Split train{"train", data.train, KnownImages(data.train)};
    Split validation{"validation", own, KnownImages(own)};
    Split test{"test", data.test, KnownImages(data.test)};
    Duplicates found;
    for (Split* split : {&train, &validation, &test})
        found.pairings.push_back(within(*split, stop));
    found.pairings.push_back(between(validation, train));
    found.pairings.push_back(between(test, train));
    found.pairings.push_back(between(test, validation));
    std::erase_if(found.pairings, [](const Duplicates::Pairing& pairing) { return pairing.count == 0; });
    found.leakage = leaked(test, {&train, &validation});
    return found;
}

} // namespace moelab
