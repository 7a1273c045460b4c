#pragma once

#include <cstddef>
#include <cstdint>

/// How much a reader of foreign bytes takes. What is beyond is refused with an Error before it costs memory or
/// time; what the program writes itself stays far below. Bytes are of the file, before anything is made of them.
namespace moelab::limits {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

// JSON: config.json, result.json, a parameters file, a line of history.jsonl, the header of a safetensors file.
// The largest that are written have some thousand values.
constexpr std::uint64_t kJsonBytes = 16 * kMiB;
constexpr int kJsonDepth = 64;
/// The parser looks at what a list holds whenever an object in it ends, so that time grows with the square.
constexpr std::size_t kJsonValues = 20'000;
/// Of one object: finding a key in it takes looking at all of them.
constexpr std::size_t kJsonKeys = 5'000;
constexpr std::size_t kJsonKeyBytes = 500;

/// history.jsonl: about 300,000 epochs.
constexpr std::uint64_t kHistoryBytes = 64 * kMiB;

// Data sets. A run's parameters, reports and views are made for these.
constexpr std::size_t kImages = 10'000'000; ///< of a split
constexpr int kClasses = 1000;
constexpr int kGroups = 64;
constexpr int kLeastImageSide = 8;
constexpr int kMostImageSide = 224;
/// A parameter that is text.
constexpr std::size_t kParameterBytes = 1000;

// A person's note on a run, and the runs of a workspace.
constexpr std::size_t kRunNameBytes = 200;
constexpr std::size_t kRunNoteBytes = 64u << 10;
constexpr std::size_t kRunTags = 50;
constexpr std::size_t kWorkspaceRuns = 100'000;
constexpr int kWorkspaceDepth = 3;

// Sweeps. A queue may hold several.
constexpr std::size_t kSweepRuns = 1000;
constexpr std::size_t kSweepNameBytes = 60;
constexpr std::size_t kQueueRuns = 10'000;
constexpr std::uint64_t kQueueBytes = 64 * kMiB;

// safetensors. The largest that is written, a resume state of large networks, has some hundred MiB.
constexpr std::uint64_t kSafeTensorsBytes = 4096 * kMiB;
constexpr std::size_t kTensorRank = 16;

// CIFAR-10. A published batch has 10,000 images and 31 MB; there is room for a person's own of 80,000 images.
constexpr std::uint64_t kBatchBytes = 256 * kMiB;
constexpr std::uint64_t kClassNamesBytes = 64u << 10;
constexpr std::size_t kClassNameBytes = 100;
/// A published batch takes 30,000 to 60,000 steps of the pickle machine. A step makes at most one value, one stack
/// entry and one memo entry, so that this bounds all three.
constexpr std::size_t kPickleSteps = 2'000'000;
/// The module or the name of a global.
constexpr std::size_t kPickleNameBytes = 256;

// Pictures: a file, and its pixels when it is decoded, 4 bytes each.
constexpr std::uint64_t kPictureBytes = 64 * kMiB;
constexpr std::int64_t kPicturePixels = 64'000'000;
constexpr std::int64_t kPictureSide = 65'535;

/// The side of images where nobody chooses: their own, if all have the same and it is not over kOwnImageSide.
constexpr int kOwnImageSide = 96;
constexpr int kUsualImageSide = 64;
/// Files that are named, of those that were left out.
constexpr std::size_t kLeftOutListed = 100;
/// Images that are named, of those that a data set holds twice.
constexpr std::size_t kDuplicatesListed = 20;
/// A list of picture files: a million rows of 250 bytes.
constexpr std::uint64_t kListBytes = 256 * kMiB;
/// What is kept of decoded picture files, so that they open at once the next time.
constexpr std::uint64_t kDecodedCacheBytes = 2048 * kMiB;

// Arrays of images in IDX and NumPy files, each way and in all: 4 GiB are 27,000 colour images of 224 x 224 as
// bytes.
constexpr std::size_t kArraySide = 4096;
constexpr std::uint64_t kArrayBytes = 4096 * kMiB;
/// As numpy itself reads by default.
constexpr std::uint64_t kNumpyHeaderBytes = 10'000;

// Archives: bytes of all entries, unpacked. CIFAR-10 has 8 entries and 184 MB, a gzip bomb a thousand times its own
// size. Large archives hold pictures, which hardly shrink, or plain pixels, which shrink to a fifth at most.
constexpr std::uint64_t kArchiveBytes = 1024 * kMiB;
constexpr std::uint64_t kArchiveGrowth = 20;
/// Files, and the folders they are in.
constexpr std::size_t kArchiveEntries = 1'200'000;

// Folders of images. ImageNet's training images are 1.3 million; a list of a million files takes 100 MB.
constexpr std::size_t kTreeFiles = 1'000'000;
constexpr std::size_t kTreeDepth = 16;

// A glance at a path, which tells the reader that opens it: entries of a folder or an archive, bytes of a file,
// bytes that are unpacked to reach an archive's entries.
constexpr std::size_t kGlanceEntries = 1000;
constexpr std::size_t kGlanceBytes = 4096;
constexpr std::uint64_t kGlanceUnpacked = 64 * kMiB;

// Downloads; their size is known beforehand.
constexpr long kRedirects = 5;
constexpr long kConnectSeconds = 30;
/// In which fewer than kStallBytes came.
constexpr long kStallSeconds = 30;
constexpr std::size_t kStallBytes = 1024;

/// What a message quotes of foreign text.
constexpr std::size_t kQuotedBytes = 300;

} // namespace moelab::limits
