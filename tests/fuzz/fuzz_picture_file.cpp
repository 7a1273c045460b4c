#include "pictures/picture_file.h"

#include "foreign.h"

using namespace moelab;

/// Pictures, as the window and the command line take them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const foreign::Input input(data, size);
    ImageSet run;
    run.channels = input.choice & 1 ? 1 : 3;
    run.height = input.choice & 2 ? 24 : 32;
    const auto path = foreign::written("picture", input.bytes);
    foreign::mayRefuse([&] {
        const QImage picture = readPicture(path, run);
        foreign::require(picture.width() == run.width && picture.height() == run.height, "it has the run's size");
        ImageSet set = emptySetLike(run);
        appendPicture(set, picture);
        foreign::require(set.pixels.size() == run.imageBytes() && set.size() == 1, "it is one image");
    });
    return 0;
}
