#include "data/cifar/cifar10.h"

#include "data/cifar/cifar_set.h"

#include <algorithm>

namespace moelab {
namespace {

PublishedArchive& fetched() {
    static PublishedArchive archive = kCifar10Binary;
    return archive;
}

} // namespace

const PublishedArchive& fetchedCifar10() { return fetched(); }
void replaceFetchedCifar10(const PublishedArchive& archive) { fetched() = archive; }

bool isPublishedCifar(std::string_view sha256) {
    const auto published = {kCifar10Binary.sha256, kCifar10Python.sha256, kCifar100Binary.sha256,
                            kCifar100Python.sha256};
    return std::ranges::find(published, sha256) != published.end();
}

bool isLikePublishedCifar(std::string_view name) {
    return name == kCifar10Set.name || name == kCifar100Set.name || name == superclassesOf(kCifar100Set);
}

} // namespace moelab
