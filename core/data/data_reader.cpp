#include "data/data_reader.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"
#include "data/arrays/idx_reader.h"
#include "data/arrays/numpy_reader.h"
#include "data/cifar/cifar_reader.h"
#include "data/folders/image_folder.h"
#include "data/folders/image_list.h"

#include <algorithm>
#include <array>

namespace moelab {
namespace {

constexpr std::array kReaders = {
    DataReader{"CIFAR-10, binary or python", recognisesCifar10, openCifar10},
    DataReader{"CIFAR-100, binary or python", recognisesCifar100, openCifar100},
    DataReader{"a folder with a folder of pictures for each class, or with such folders train and test",
               recognisesImageFolder, openImageFolder},
    DataReader{"a list (CSV or TSV) of pictures and their classes", recognisesImageList, openImageList},
    DataReader{"MNIST and its family, as IDX files", recognisesIdx, openIdx},
    DataReader{"NumPy arrays, .npz or .npy", recognisesNumpy, openNumpy},
};

/// "a.txt, b.txt and 5 others"
std::string someOf(const std::vector<std::string>& names) {
    constexpr std::size_t kNamed = 3;
    std::vector<std::string> some(names.begin(),
                                  names.begin() + std::min<std::ptrdiff_t>(std::ssize(names), kNamed));
    std::ranges::transform(some, some.begin(), [](const std::string& name) { return printable(name); });
    if (names.size() > kNamed)
        some.push_back(names.size() < limits::kGlanceEntries ? std::to_string(names.size() - kNamed) + " others"
                                                             : "many others");
    return inWords(some);
}

std::string whatIsRead() {
    std::string all;
    for (const DataReader& reader : kReaders)
        all += (all.empty() ? "" : "; ") + std::string(reader.reads);
    return all + ". Each may be a folder or an archive (.tar.gz, .tgz, .tar, .zip)";
}

std::string problemOf(const Glance& glance) {
    const bool folder = glance.kind == Glance::Kind::Folder;
    if (glance.names.empty())
        return folder                   ? "is an empty folder"
               : glance.problem.empty() ? "is an archive without files"
                                        : glance.problem;
    return std::string(folder ? "is a folder" : "is an archive") +
           " without images in a form that is known (it holds " + someOf(glance.names) + ")";
}

/// What nobody recognises, but is meant as an archive.
void refuseSpoiltFile(const Glance& glance) {
    constexpr const char* kAgain = "Copy it again, or fetch the data again";
    if (glance.kind != Glance::Kind::File)
        return;
    if (glance.head.empty())
        throw Error(printable(glance.path), "is empty (0 bytes)", kAgain);
    if (glance.head.starts_with("PK\5\6"))
        throw Error(printable(glance.path), "is an archive without files", "Choose another");
    if (glance.head.starts_with("PK\3\4")) // a zip's table of contents is at its end
        throw Error(printable(glance.path), "is a .zip that is damaged or cut", kAgain);
}

} // namespace

std::span<const DataReader> dataReaders() { return kReaders; }

const DataReader& readerOf(const std::filesystem::path& path) {
    const Glance glance = glanceAt(path);
    const DataReader* surest = nullptr;
    int confidence = 0;
    for (const DataReader& reader : kReaders)
        if (const int own = reader.recognises(glance); own > confidence) {
            surest = &reader;
            confidence = own;
        }
    if (!surest) {
        refuseSpoiltFile(glance);
        throw Error(printable(path), problemOf(glance), "Choose one of these: " + whatIsRead());
    }
    return *surest;
}

} // namespace moelab
