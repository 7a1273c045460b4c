#include "data/folders/decode_files.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"
#include "data/folders/decoded_cache.h"
#include "data/folders/decoder_pool.h"
#include "data/geometry.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <new>
#include <optional>
#include <unordered_map>

namespace moelab {
namespace {

/// A split on its way.
struct Part {
    const std::vector<LabelledFile>* files;
    std::size_t wanted;
    ImageSet images = {};
    std::size_t taken = 0;            ///< of `files`, read or left out
    std::vector<std::size_t> at = {}; ///< of each image, its place in `files`
};

/// What came of a picture.
struct Outcome {
    std::optional<Picture> picture = {}; ///< of the sample
    std::string problem = {};            ///< as the second part of an Error; empty if it was read
    int width = 0;                       ///< in the file
    int height = 0;
};

/// Decodes files, in whatever order they come, on all cores.
class FileDecoder {
  public:
    FileDecoder(const LabelledFiles& data, const DataOptions& options, const StopToken& stop,
                const Progress& progress)
        : m_data(data)
        , m_options(options)
        , m_stop(stop)
        , m_progress(progress) {}

    void expect(std::size_t pictures) { m_total = pictures; }

    using Take = std::function<void(std::size_t job, const Picture& picture, Outcome& outcome)>;

    /// @param files indices of files, each once. @param take called by any thread, once for each picture that is
    /// read
    /// @returns an outcome for each
    std::vector<Outcome> decode(const std::vector<std::size_t>& files, const Take& take) {
        std::vector<Outcome> outcomes(files.size());
        std::unordered_map<std::size_t, std::size_t> jobs;
        for (std::size_t job = 0; job < files.size(); ++job)
            jobs[files[job]] = job;
        DecoderPool pool([&](const DecoderPool::Job& job) { decodeOne(job, take, outcomes[job.index]); });
        std::vector<bool> seen(files.size());
        const auto visit = [&](std::size_t file, ByteSource& bytes) {
            const std::size_t job = jobs.at(file);
            seen[job] = true;
            try {
                pool.add({job, readAll(bytes, limits::kPictureBytes), bytes.name()}, [&] { tick(); });
            } catch (const Error& problem) {
                fail(outcomes[job], problem);
            }
            tick();
        };
        visitFiles(
            m_data.tree, m_data.files, [&](std::size_t file) { return jobs.contains(file); }, visit, m_stop);
        pool.finish([&] { tick(); });
        tick();
        for (std::size_t job = 0; job < files.size(); ++job)
            if (!seen[job]) // an archive's that is not there any more
                outcomes[job].problem = "is missing";
        return outcomes;
    }

  private:
    void decodeOne(const DecoderPool::Job& job, const Take& take, Outcome& outcome) {
        try {
            const Picture picture = decodePicture(job.bytes, job.name);
            outcome.width = picture.width;
            outcome.height = picture.height;
            take(job.index, picture, outcome);
            ++m_done;
        } catch (const Error& problem) {
            fail(outcome, problem);
        } catch (const std::bad_alloc&) {
            const Error problem(job.name, "takes more memory to decode than there is",
                                "Close other programs, or save the picture smaller");
            const std::lock_guard lock(m_mutex);
            m_thrown = std::make_exception_ptr(problem);
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            m_thrown = std::current_exception();
        }
    }

    void fail(Outcome& outcome, const Error& problem) {
        outcome.problem = problem.problem();
        const std::lock_guard lock(m_mutex);
        if (m_options.unreadable == Unreadable::Refuse && !m_thrown)
            m_thrown = std::make_exception_ptr(problem);
    }

    /// On the thread that called decode.
    void tick() {
        throwIfStopped(m_stop);
        {
            const std::lock_guard lock(m_mutex);
            if (m_thrown)
                std::rethrow_exception(m_thrown);
        }
        if (m_progress)
            m_progress(std::min<std::uint64_t>(m_done, m_total), m_total);
    }

    const LabelledFiles& m_data;
    const DataOptions& m_options;
    const StopToken& m_stop;
    const Progress& m_progress;
    std::uint64_t m_total = 0;
    std::atomic<std::uint64_t> m_done = 0;
    std::mutex m_mutex;
    std::exception_ptr m_thrown;
};

PictureView viewOf(const Picture& picture) {
    return {picture.width, picture.height, picture.channels, picture.pixels};
}

/// As small as the options and its own size allow before all sizes are known.
Picture reduced(const Picture& picture, const DataOptions& options) {
    Geometry geometry = geometryFor({{{picture.width, picture.height}, 1}}, picture.channels == 1, options);
    geometry.channels = picture.channels;
    Picture small{geometry.width, geometry.height, picture.channels,
                  std::vector<std::uint8_t>(geometry.imageBytes())};
    bringTo(geometry, viewOf(picture), small.pixels);
    return small;
}

class SetDecoder {
  public:
    SetDecoder(const LabelledFiles& data, const DataOptions& options, const StopToken& stop,
               const Progress& progress)
        : m_data(data)
        , m_options(options)
        , m_decoder(data, options, stop, progress)
        , m_parts{{&data.train, std::min(options.size.train, data.train.size())},
                  {&data.test, std::min(options.size.test, data.test.size())},
                  {&data.validation, data.validation.size()}} {
        for (const Part& part : m_parts)
            m_wanted += part.wanted;
        m_decoder.expect(m_wanted);
    }

    DataSet decode() {
        readSample();
        checkMemory(m_data.name, m_wanted, m_geometry.imageBytes());
        for (Part& part : m_parts)
            part.images = {m_geometry.height, m_geometry.width, m_geometry.channels, {}, {}};
        while (decodeMore()) {
        }
        return finished();
    }

  private:
    /// A picture that is to be decoded: its split, its place in that, and the image that it becomes.
    struct Target {
        Part* part;
        std::size_t at;
        std::size_t image;
    };

    /// The first training images, by which the sizes of all are told.
    void readSample() {
        std::vector<std::size_t> files;
        for (std::size_t i = 0; i < std::min(kShapeSample, m_data.train.size()); ++i)
            files.push_back(m_data.train[i].file);
        const auto keep = [&](std::size_t, const Picture& picture, Outcome& outcome) {
            outcome.picture = reduced(picture, m_options);
        };
        m_sample = m_decoder.decode(files, keep);
        PictureSizes sizes;
        bool allGray = true;
        for (const Outcome& outcome : m_sample) {
            if (!outcome.picture)
                continue;
            ++sizes[{outcome.width, outcome.height}];
            allGray = allGray && outcome.picture->channels == 1;
        }
        if (sizes.empty() && m_wanted > 0)
            throw Error(m_data.name, "has no picture that can be read (" + m_sample.front().problem + ")",
                        "Mend the files, or choose other data");
        m_geometry = geometryFor(sizes, allGray, m_options);
    }

    std::span<std::uint8_t> pixelsOf(const Target& target) const {
        ImageSet& images = target.part->images;
        return std::span(images.pixels).subspan(target.image * images.imageBytes(), images.imageBytes());
    }

    /// Goes on with each split until it is whole. @returns whether there was something to do
    bool decodeMore() {
        std::vector<Target> targets;
        for (Part& part : m_parts)
            for (; part.at.size() < part.wanted && part.taken < part.files->size(); ++part.taken) {
                targets.push_back({&part, part.taken, part.at.size()});
                part.at.push_back(part.taken);
            }
        for (Part& part : m_parts)
            part.images.pixels.resize(part.at.size() * part.images.imageBytes());
        if (targets.empty())
            return false;
        std::vector<std::size_t> files;
        std::vector<Target> ofFiles;
        for (const Target& target : targets)
            if (target.part == m_parts.data() && target.at < m_sample.size()) {
                settle(target, m_sample[target.at]);
            } else {
                files.push_back((*target.part->files)[target.at].file);
                ofFiles.push_back(target);
            }
        const auto bring = [&](std::size_t job, const Picture& picture, Outcome&) {
            bringTo(m_geometry, viewOf(picture), pixelsOf(ofFiles[job]));
        };
        if (!files.empty()) {
            const std::vector<Outcome> outcomes = m_decoder.decode(files, bring);
            for (std::size_t i = 0; i < outcomes.size(); ++i)
                note(ofFiles[i], outcomes[i]);
        }
        for (Part& part : m_parts)
            closeGaps(part);
        return true;
    }

    void settle(const Target& target, Outcome& outcome) {
        if (outcome.picture)
            bringTo(m_geometry, viewOf(*outcome.picture), pixelsOf(target));
        note(target, outcome);
        outcome.picture.reset();
    }

    void note(const Target& target, const Outcome& outcome) {
        if (outcome.problem.empty()) {
            ++m_report.sizes[{outcome.width, outcome.height}];
            return;
        }
        const TreeFile& file = m_data.files[(*target.part->files)[target.at].file];
        leaveOut(m_report, file.name, outcome.problem, m_options);
        target.part->at[target.image] = kNothing;
    }

    /// Puts the images that were read side by side.
    static void closeGaps(Part& part) {
        const std::size_t bytes = part.images.imageBytes();
        std::size_t to = 0;
        for (std::size_t from = 0; from < part.at.size(); ++from) {
            if (part.at[from] == kNothing)
                continue;
            if (to != from)
                std::copy_n(part.images.pixels.data() + from * bytes, bytes,
                            part.images.pixels.data() + to * bytes);
            part.at[to++] = part.at[from];
        }
        part.at.resize(to);
        part.images.pixels.resize(to * bytes);
    }

    /// Of a training set that is wanted whole. A class that nothing can be learned of is not left out in silence.
    void mustHaveClasses() const {
        const Part& train = m_parts.front();
        if (train.wanted < train.files->size())
            return;
        std::vector<bool> seen(m_data.classNames.size());
        for (const std::size_t at : train.at)
            seen[(*train.files)[at].label] = true;
        const auto missing = std::ranges::find(seen, false);
        if (missing != seen.end())
            throw Error(m_data.name,
                        "has no training image of the class \"" +
                            m_data.classNames[static_cast<std::size_t>(missing - seen.begin())] +
                            "\" that can be read (" + m_report.leftOut.front().file + " " +
                            m_report.leftOut.front().reason + ")",
                        "Mend the files, or take the class out");
    }

    DataSet finished() {
        mustHaveClasses();
        for (Part& part : m_parts)
            for (const std::size_t at : part.at)
                part.images.labels.push_back((*part.files)[at].label);
        DataSet data;
        data.source.name = m_data.name;
        data.classNames = m_data.classNames;
        data.suggestedGroups = m_data.suggestedGroups;
        data.train = std::move(m_parts[0].images);
        data.test = std::move(m_parts[1].images);
        if (!m_data.validation.empty())
            data.validation = std::move(m_parts[2].images);
        data.report = m_data.report;
        data.report.leftOutCount += m_report.leftOutCount;
        for (ReadReport::LeftOut& one : m_report.leftOut)
            if (data.report.leftOut.size() < limits::kLeftOutListed)
                data.report.leftOut.push_back(std::move(one));
        data.report.sizes = m_report.sizes;
        data.report.resized = std::ranges::any_of(data.report.sizes, [&](const auto& size) {
            return size.first != std::pair(m_geometry.width, m_geometry.height);
        });
        return data;
    }

    static constexpr auto kNothing = static_cast<std::size_t>(-1);

    const LabelledFiles& m_data;
    const DataOptions& m_options;
    FileDecoder m_decoder;
    std::vector<Part> m_parts; ///< train, test, validation
    std::size_t m_wanted = 0;
    std::vector<Outcome> m_sample;
    Geometry m_geometry;
    ReadReport m_report;
};

} // namespace

DataSet decodeFiles(const LabelledFiles& files, const DataOptions& options, const StopToken& stop,
                    const Progress& progress) {
    const DecodedCache cache(files, options);
    if (std::optional<DataSet> kept = cache.read())
        return *std::move(kept);
    DataSet data = SetDecoder(files, options, stop, progress).decode();
    cache.keep(data);
    return data;
}

} // namespace moelab
