#include "data/folders/image_list.h"

#include "foreign.h"

using namespace moelab;

/// A list of pictures: every row has a file that stays in the list's folder, or is refused, and a class.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const foreign::Input input(data, size);
    DataOptions options;
    if (input.choice & 1)
        options.listColumns = input.choice & 2 ? "a,b,c" : "a,b";
    foreign::mayRefuse([&] {
        std::size_t line = 0;
        for (const ListedImage& image : readImageList(input.bytes, "list.csv", options)) {
            foreign::require(image.line > line, "rows stand on lines of their own");
            line = image.line;
            foreign::require(!image.className.empty() && isUtf8(image.className), "a class has a name");
            if (const auto name = withinTree("/data/set", "lists", image.path))
                foreign::require(("/" + *name + "/").find("/../") == std::string::npos && !name->starts_with('/'),
                                 "a file stays in its folder");
        }
    });
    return 0;
}
