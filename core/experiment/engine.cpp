#include "experiment/engine.h"

#include "base/error.h"

#include <spdlog/spdlog.h>

#include <dlfcn.h>

namespace moelab {
namespace {

/// It lies beside the library that this code is in.
std::filesystem::path moduleFile() {
    Dl_info info;
    if (!dladdr(reinterpret_cast<void*>(&moduleFile), &info) || !info.dli_fname)
        return MOELAB_TORCH_LIBRARY;
    return std::filesystem::path(info.dli_fname).parent_path() / MOELAB_TORCH_LIBRARY;
}

std::string adviceOn(const std::filesystem::path& file) {
#ifdef MOELAB_TORCH_LINK
    return "Let the link " + (file.parent_path() / MOELAB_TORCH_LINK).lexically_normal().string() +
           " lead to a LibTorch of the version that moelab was built with; where it is, this tells: python3 -c "
           "'import torch; print(torch.__path__[0], torch.__version__)'";
#else
    (void)file;
    return "Install LibTorch where the system finds its libraries, or build moelab again";
#endif
}

const Engine& load() {
    const std::filesystem::path file = moduleFile();
    void* const module = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    void* const entry = module ? dlsym(module, "moelabEngine") : nullptr;
    if (!entry)
        throw Error(file.string(), std::string("cannot be loaded (") + dlerror() + ")", adviceOn(file));
    const Engine& engine = *reinterpret_cast<const Engine* (*)()>(entry)();
    const Libraries found = engine.libraries();
    if (found.referenceBlas)
        spdlog::warn("LibTorch uses the reference BLAS, which can halve the speed; on Debian and Ubuntu install "
                     "libopenblas0-openmp");
    return engine;
}

} // namespace

const Engine& engine() {
    static const Engine& loaded = load();
    return loaded;
}

} // namespace moelab
