#pragma once

#include "base/progress.h"
#include "base/stop_token.h"
#include "data/data_options.h"
#include "data/image_set.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace moelab {

/// Opens what a person names as data.
/// @param spec "builtin"; "cifar10" (from the cache, see fetchCifar10); or the path of a folder or file that one of
///             the dataReaders() knows
/// @param options images beyond options.size are not kept. A source that has fewer is an Error that names the
///             parameter (train_examples or test_examples), its value and the range
/// @param stop acts within a second
/// @throws Error for data that is missing, damaged or in no known form; Stopped
DataSet openData(const std::string& spec, const DataOptions& options, const StopToken& stop = StopToken(),
                 const Progress& progress = {});

/// The same, where having fewer images than options.size is no error (of the built-in set more cannot be asked
/// for).
DataSet openAtMost(const std::string& spec, const DataOptions& options, const StopToken& stop = StopToken(),
                   const Progress& progress = {});

/// A glance at what a person names as data, before anything is given up for it.
/// @throws Error as openData does where no reader is at all sure of it
void mustBeKnown(const std::string& spec);

/// @throws Error as openData does, unless there are as many images
void checkCounts(const DataSet& data, const DataSize& wanted);

/// Training images of a source after its first `begin`, at most `most` of them; none if it has no more.
/// @param options as openData takes them; their size plays no part
/// @throws Error as openData does, but for the counts; Stopped
ImageSet openFurtherTraining(const std::string& spec, const DataOptions& options, std::size_t begin,
                             std::size_t most, const StopToken& stop);

/// What a source holds, without limits: every image it has (the built-in set: 50000 / 10000).
/// @param options as openData takes them; their size plays no part
/// @throws Error as openData does, but for the counts; Stopped
DataSet openWholeData(const std::string& spec, const DataOptions& options = {}, const StopToken& stop = StopToken(),
                      const Progress& progress = {});

/// @returns "cifar10" if it was fetched before, else "builtin"
std::string defaultDataSpec();

/// The user's cache: $XDG_CACHE_HOME/moelab or ~/.cache/moelab. It need not exist.
std::filesystem::path cacheFolder();

/// Where the fetched archive lies or would lie.
std::filesystem::path cachedCifar10();

/// Downloads CIFAR-10's binary archive into the cache unless it is there undamaged: resumes from .part, checks size
/// and hash, and only then gives the file its final name.
/// @throws Error naming address, reason and the manual way; Stopped
void fetchCifar10(const Progress& progress, const StopToken& stop);

} // namespace moelab
