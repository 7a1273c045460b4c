#include "training/platform.h"

#include "base/error.h"
#include "base/machine.h"
#include "network/kernels/kernels.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

#include <dlfcn.h>
#include <filesystem>
#include <mutex>

namespace moelab {
namespace {

/// The file that offers BLAS' sgemm to LibTorch, or "" when it lies inside LibTorch.
std::string blasFile() {
    Dl_info info;
    void* const sgemm = dlsym(RTLD_DEFAULT, "sgemm_");
    if (!sgemm || !dladdr(sgemm, &info) || !info.dli_fname)
        return "";
    std::error_code problem;
    return std::filesystem::weakly_canonical(info.dli_fname, problem).string();
}

bool processorHasBf16() {
#if defined(__x86_64__) && defined(__GNUC__)
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

void checkConvolution(const Parameters& parameters) {
    const Convolution convolution = parameters.convolution;
    if (convolution == Convolution::Auto || convolution == Convolution::LibTorch)
        return;
    const auto refuse = [&](const char* why) {
        const char* const name = convolution == Convolution::Direct ? "direct" : "winograd";
        throw Error("convolution", std::string("is \"") + name + "\", " + why, "Give \"auto\" or \"libtorch\"");
    };
    if (parameters.precision != Precision::Fp32)
        refuse("which is for precision fp32");
    if (usesCuda(parameters))
        refuse("which is for the processor, not for CUDA");
    if (!fastestKernels())
        refuse("which takes a processor with AVX-512 or AVX2");
}

} // namespace

Libraries libraries() {
    Libraries found;
    found.libtorch = TORCH_VERSION;
    found.cuda = at::hasCUDA(); // asks for a device, not only for the library
    const std::string file = blasFile();
    found.referenceBlas = file.find("/blas/libblas.so") != std::string::npos;
    if (found.referenceBlas) // even if OpenBLAS is loaded as well, as somebody's LAPACK
        found.blas = "reference BLAS (" + file + ")";
    else if (void* const config = dlsym(RTLD_DEFAULT, "openblas_get_config"))
        found.blas = reinterpret_cast<char* (*)()>(config)();
    else if (at::hasMKL())
        found.blas = "MKL";
    else
        found.blas = file.empty() ? "LibTorch's own" : file;
    return found;
}

bool usesCuda(const Parameters& parameters) {
    return parameters.device == Device::Cuda || (parameters.device == Device::Auto && libraries().cuda);
}

Convolution convolutionFor(const Parameters& parameters) {
    if (parameters.precision != Precision::Fp32 || usesCuda(parameters) || !fastestKernels())
        return Convolution::LibTorch;
    return parameters.convolution == Convolution::Auto ? Convolution::Winograd : parameters.convolution;
}

void checkMachine(const Parameters& parameters) {
    if (parameters.device == Device::Cuda && !libraries().cuda)
        throw Error("device", "is \"cuda\", but this LibTorch (" TORCH_VERSION ") finds no CUDA device",
                    "Give \"auto\" or \"cpu\", or build with a LibTorch that has CUDA");
    checkConvolution(parameters);
    if (parameters.precision == Precision::Bf16 && !usesCuda(parameters) && !processorHasBf16())
        throw Error("precision", "is \"bf16\", but this processor has no AVX-512 BF16", "Give \"fp32\"");
}

void useThreads(int threads) {
    // LibTorch sets each thread's count once, at its first parallel work; let that happen before, not after.
    at::internal::lazy_init_num_threads();
#ifdef __SANITIZE_THREAD__
    threads = 1; // OpenMP's barriers are hidden from the thread sanitizer, which would report all they order
#endif
    if (threads != at::get_num_threads())
        at::set_num_threads(threads);
    static std::once_flag once;
    std::call_once(once, keepFreedMemory);
}

} // namespace moelab
