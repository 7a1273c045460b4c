#include "config/parameter_rows.h"

#include "base/limits.h"

namespace moelab {
namespace {

using P = Parameters;

constexpr double kMostImages = limits::kImages;
constexpr double kMostSeed = 9007199254740991.0; ///< whole numbers are exact up to here, in JSON as in a form

ParameterInfo later(ParameterInfo info) {
    info.later = true;
    return info;
}

ParameterInfo ofTheData(ParameterInfo info) {
    info.ofTheData = true;
    return info;
}

ParameterInfo imageSize() {
    ParameterInfo info{
        "image_size",
        "Images",
        "Side of the square that every image is brought to. Automatic: the images' own size if all are "
        "alike and at most 96, else 64.",
        "pixels",
        &P::imageSize,
        0,
        limits::kMostImageSide};
    info.zero = "automatic";
    info.leastAboveZero = limits::kLeastImageSide;
    return info;
}

} // namespace

const std::vector<ParameterInfo>& parameterRows() {
    static const std::vector<ParameterInfo> infos = {
        {"batch_size", "Experiment", "Number of images per training step.", "images", &P::batchSize, 1, 10000},
        {"epochs", "Experiment",
         "Maximum number of passes over the training images. Too many epochs overfit, too few underfit; early "
         "stopping can end a stage sooner.",
         "epochs", &P::epochs, 1, 100000},
        ofTheData({"train_examples", "Experiment",
                   "Number of training images, taken from the start of the training set. More images give the "
                   "networks more to learn from.",
                   "images", &P::trainExamples, 1, kMostImages}),
        ofTheData({"test_examples", "Experiment", "Number of test images, taken from the start of the test set.",
                   "images", &P::testExamples, 1, kMostImages}),
        {"use_large_experts", "Experiment",
         "Large expert networks have more capacity, but need more epochs and overfit more easily.", "",
         &P::useLargeExperts},
        {"use_large_gating_mlp", "Experiment",
         "A large gate network has more capacity, but needs more epochs and overfits more easily.", "",
         &P::useLargeGatingMlp},
        {"use_large_baseline_classifier", "Experiment",
         "A large baseline network has more capacity, but needs more epochs and overfits more easily.", "",
         &P::useLargeBaselineClassifier},
        later({"networks", "Experiment",
               "Networks in place of those that the switches choose, by role (baseline, gate, expert, sub-gate): a "
               "preset (small-vgg, large-vgg, sub-gate) or a list of layers.",
               "", &P::networks}),
        ofTheData(later(imageSize())),
        ofTheData(later(
            {"fit",
             "Images",
             "How an image that is not square becomes one: 'crop' cuts off its longer sides, 'pad' adds black "
             "borders, 'stretch' distorts it.",
             "",
             &P::fit,
             0,
             0,
             {"crop", "pad", "stretch"}})),
        ofTheData(later({"colour",
                         "Images",
                         "Channels of the images: as the source has them, one of grey, or red, green and blue.",
                         "",
                         &P::colour,
                         0,
                         0,
                         {"as-is", "gray", "rgb"}})),
        ofTheData(later({"labels",
                         "Images",
                         "Classes of CIFAR-100: its 100 fine ones, or its 20 superclasses.",
                         "",
                         &P::labels,
                         0,
                         0,
                         {"fine", "coarse"}})),
        ofTheData(
            later({"pixels",
                   "Images",
                   "Range of floating-point pixels in NumPy files: 'bytes' from 0 to 255, 'unit' from 0 to 1.",
                   "",
                   &P::pixels,
                   0,
                   0,
                   {"bytes", "unit"}})),
        ofTheData(later(
            {"list_columns", "Images",
             "Columns of a CSV or TSV list, by their names: path,class or path,class,split. Empty: chosen by their "
             "usual names.",
             "", &P::listColumns})),
        ofTheData(later({"test_fraction", "Images",
                         "Fraction of every class that becomes the test set, where the source has none of its own.",
                         "", &P::testFraction, 0.01, 0.9})),
        ofTheData(later(
            {"split_seed", "Images",
             "Seed of that choice, and of the order of images that have none. The same seed gives the same sets.",
             "", &P::splitSeed, 0, kMostSeed})),
        ofTheData(later(
            {"unreadable",
             "Images",
             "What becomes of data with a file that cannot be read: the file is left out, or the data are refused.",
             "",
             &P::unreadable,
             0,
             0,
             {"leave-out", "refuse"}})),
        {"seed", "Training",
         "Seed of all random choices: initial weights, order of the images, dropout. The same seed gives the same "
         "run.",
         "", &P::seed, 0, kMostSeed},
        {"learning_rate", "Training", "Adam's step size.", "", &P::learningRate, 1e-8, 1},
        {"patience", "Training", "Number of epochs without a better validation loss after which a stage stops.",
         "epochs", &P::patience, 0, 100000},
        {"validation",
         "Training",
         "Images that early stopping and checkpoints use: 'test' uses the test set, as the notebook does; "
         "'holdout' sets training images aside, so that the test set is used only once, at the end; 'own' uses the "
         "validation images that the data have.",
         "",
         &P::validation,
         0,
         0,
         {"test", "holdout", "own"}},
        {"holdout_fraction", "Training",
         "Fraction of the training images, taken from the end of the training set, that is set aside if validation "
         "is 'holdout'.",
         "", &P::holdoutFraction, 0.01, 0.5},
        later(
            {"class_weights",
             "Training",
             "Weight of an image in the training loss: 'balanced' divides it by how frequent its class is, so that "
             "rare classes count as much as frequent ones; for the gate, its class group.",
             "",
             &P::classWeights,
             0,
             0,
             {"none", "balanced"}}),
        {"groups", "Mixture",
         "Class groups, one expert each: 2 to 64 groups that contain every class exactly once.", "", &P::groups},
        {"frozen_dropout", "Mixture",
         "True, as in the notebook: dropout stays active in the frozen networks while the sub-gates train. False: "
         "they run in inference mode and their outputs are computed once, which is faster.",
         "", &P::frozenDropout},
        {"precision",
         "Machine",
         "Arithmetic of the convolutions. 'bf16' is faster on processors that support it, but less precise.",
         "",
         &P::precision,
         0,
         0,
         {"fp32", "bf16"}},
        {"convolution",
         "Machine",
         "Implementation of convolutions and dense layers: LibTorch, or moelab's own with direct convolutions "
         "('direct') or Winograd's algorithm ('winograd', the fastest). 'auto' takes the fastest that this machine "
         "supports.",
         "",
         &P::convolution,
         0,
         0,
         {"auto", "libtorch", "direct", "winograd"}},
        {"threads",
         "Machine",
         "Number of processor cores to use; 0 means all. Stages that train at the same time share them.",
         "threads",
         &P::threads,
         0,
         1024,
         {},
         "automatic"},
        {"device",
         "Machine",
         "Device on which the networks run. 'auto' takes CUDA if LibTorch finds a CUDA device.",
         "",
         &P::device,
         0,
         0,
         {"auto", "cpu", "cuda"}},
    };
    return infos;
}

} // namespace moelab
