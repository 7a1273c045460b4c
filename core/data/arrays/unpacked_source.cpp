#include "data/arrays/unpacked_source.h"

#include "base/error.h"
#include "base/printable.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <exception>
#include <utility>

namespace moelab {

struct UnpackedSource::Unpacker {
    struct Free {
        void operator()(archive* opened) const { archive_read_free(opened); }
    };
    using Handle = std::unique_ptr<archive, Free>;

    ByteSource& packed;
    std::array<std::uint8_t, 64u << 10> block = {};
    std::exception_ptr problem = nullptr; ///< of `packed`: none may pass through libarchive
    Handle reader{archive_read_new()};
    bool empty = true; ///< `packed` has given nothing

    explicit Unpacker(ByteSource& source)
        : packed(source) {
        archive_read_support_filter_gzip(reader.get());
        archive_read_support_format_raw(reader.get());
        archive_entry* entry = nullptr;
        const bool opened = archive_read_open(reader.get(), this, nullptr, nextBlock, nullptr) == ARCHIVE_OK &&
                            archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK;
        if (!opened && (problem || !empty)) // nothing is no archive to libarchive
            fail();
    }

    static la_ssize_t nextBlock(archive*, void* self, const void** bytes) {
        auto& unpacker = *static_cast<Unpacker*>(self);
        try {
            *bytes = unpacker.block.data();
            const std::size_t got = unpacker.packed.read(unpacker.block);
            unpacker.empty = unpacker.empty && got == 0;
            return static_cast<la_ssize_t>(got);
        } catch (...) {
            unpacker.problem = std::current_exception();
            return ARCHIVE_FATAL;
        }
    }

    [[noreturn]] void fail() {
        if (problem)
            std::rethrow_exception(std::exchange(problem, nullptr));
        const char* reason = archive_error_string(reader.get());
        throw Error(packed.name(),
                    "is damaged or cut (" + (reason ? printable(std::string_view(reason)) : "no reason given") +
                        ")",
                    "Copy the file again, or fetch the data again");
    }
};

UnpackedSource::UnpackedSource(ByteSource& packed)
    : ByteSource(packed.name(), std::nullopt)
    , m_unpacker(std::make_unique<Unpacker>(packed)) {}

UnpackedSource::~UnpackedSource() = default;

std::size_t UnpackedSource::read(std::span<std::uint8_t> into) {
    std::size_t filled = 0;
    while (!m_unpacker->empty && filled < into.size()) {
        const la_ssize_t got =
            archive_read_data(m_unpacker->reader.get(), into.data() + filled, into.size() - filled);
        if (got < 0)
            m_unpacker->fail();
        if (got == 0)
            break;
        filled += static_cast<std::size_t>(got);
    }
    return filled;
}

} // namespace moelab
