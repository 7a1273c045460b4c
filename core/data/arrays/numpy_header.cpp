#include "data/arrays/numpy_header.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace moelab {
namespace {

constexpr std::string_view kNumpyMagic = "\x93NUMPY";
constexpr std::size_t kPrefixBytes = 8; ///< the magic and the version
constexpr std::size_t kNumpyDimensions = 32;

[[noreturn]] void refuseNumpy(const std::string& name, const std::string& problem,
                              const std::string& advice = "Write it again with numpy.save or numpy.savez") {
    throw Error(name, problem, advice);
}

/// Exactly as many bytes, or an Error.
std::string takeBytes(ByteSource& source, std::size_t count, std::uint64_t before) {
    std::string bytes(count, '\0');
    const std::size_t got = source.read({reinterpret_cast<std::uint8_t*>(bytes.data()), count});
    if (before + got == 0)
        refuseNumpy(source.name(), "is empty (0 bytes)", "Copy the file again, or write it again");
    if (got < count)
        refuseNumpy(source.name(), "ends within its header (" + std::to_string(before + got) + " bytes)",
                    "Copy the file again, or write it again");
    return bytes;
}

/// The dictionary of a header, as numpy writes it and nothing else:
/// {'descr': '<f4', 'fortran_order': False, 'shape': (60000, 28, 28), }
class HeaderText {
  public:
    HeaderText(std::string_view text, std::string name)
        : m_text(text)
        , m_name(std::move(name)) {}

    void parse() {
        expect('{');
        while (!accept('}')) {
            parseItem();
            if (accept('}'))
                break;
            expect(',');
        }
        skipBlanks();
        if (m_at < m_text.size())
            fail("has text behind its end");
        if (!descr || !fortranOrder || !shape)
            refuseNumpy(m_name, "has a header without one of descr, fortran_order and shape");
    }

    std::optional<std::string> descr;
    std::optional<bool> fortranOrder;
    std::optional<std::vector<std::size_t>> shape;

  private:
    void parseItem() {
        const std::string key = quoted();
        expect(':');
        if (key == "descr" && !descr)
            descr = description();
        else if (key == "fortran_order" && !fortranOrder)
            fortranOrder = truth();
        else if (key == "shape" && !shape)
            shape = lengths();
        else
            fail("has the key \"" + printable(key) + "\" too much");
    }

    /// A list describes records of several numbers.
    std::string description() {
        skipBlanks();
        if (peek() == '[')
            refuseNumpy(m_name, "holds records of several fields", "Save each field as an array of its own");
        return quoted();
    }

    bool truth() {
        skipBlanks();
        for (const std::string_view word : {"True", "False"})
            if (m_text.substr(m_at).starts_with(word)) {
                m_at += word.size();
                return word == "True";
            }
        fail("has neither True nor False for fortran_order");
    }

    std::vector<std::size_t> lengths() {
        std::vector<std::size_t> numbers;
        expect('(');
        while (!accept(')')) {
            numbers.push_back(number());
            if (numbers.size() > kNumpyDimensions)
                fail("has more than 32 dimensions");
            if (accept(')'))
                break;
            expect(',');
        }
        return numbers;
    }

    std::size_t number() {
        skipBlanks();
        std::size_t value = 0;
        const char* begin = m_text.data() + m_at;
        const auto [end, problem] = std::from_chars(begin, m_text.data() + m_text.size(), value);
        if (problem != std::errc())
            fail("has a length that is no number from 0 to 2^64 - 1");
        m_at += static_cast<std::size_t>(end - begin);
        if (peek() == 'L') // of Python 2
            ++m_at;
        return value;
    }

    std::string quoted() {
        skipBlanks();
        const char quote = peek();
        if (quote != '\'' && quote != '"')
            fail("has something other than text in quotes");
        const std::size_t end = m_text.find(quote, m_at + 1);
        if (end == std::string_view::npos)
            fail("has text without an end");
        const std::string text(m_text.substr(m_at + 1, end - m_at - 1));
        m_at = end + 1;
        return text;
    }

    void skipBlanks() { m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size()); }
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool accept(char wanted) {
        skipBlanks();
        const bool there = m_at < m_text.size() && m_text[m_at] == wanted;
        m_at += there ? 1 : 0;
        return there;
    }
    void expect(char wanted) {
        if (!accept(wanted))
            fail(std::string("lacks \"") + wanted + "\"");
    }
    [[noreturn]] void fail(const std::string& problem) const {
        refuseNumpy(m_name, "has a header that " + problem + " (at character " + std::to_string(m_at + 1) + " of " +
                                std::to_string(m_text.size()) + ")");
    }

    std::string_view m_text;
    std::string m_name;
    std::size_t m_at = 0;
};

/// Of "<f4": an order of bytes, a kind and a size.
ElementType numpyType(const std::string& descr, const std::string& name) {
    const std::string_view order = "<>|=";
    const std::string_view text = descr;
    const std::string shown = "\"" + printable(descr) + "\"";
    const std::size_t begin = !text.empty() && order.find(text[0]) != std::string_view::npos ? 1 : 0;
    ElementType type;
    type.bigEndian = text.starts_with('>');
    type.kind = text.size() > begin ? text[begin] : '\0';
    if (type.kind == 'O')
        refuseNumpy(name, "holds Python objects (type " + shown + "), which are never unpickled",
                    "Save the array as numbers: numpy.stack(list(images)).astype(numpy.uint8)");
    const std::string_view digits = text.substr(std::min(begin + 1, text.size()));
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), type.size);
    const bool whole = problem == std::errc() && end == digits.data() + digits.size();
    const bool isPowerOfTwo = (type.size & (type.size - 1)) == 0;
    if (!whole || !(type.isReal() || (type.isInteger() && isPowerOfTwo && (type.kind != 'b' || type.size == 1))))
        refuseNumpy(name, "holds numbers of type " + shown + ", which is not read",
                    "Save the array as bytes from 0 to 255: array.astype(numpy.uint8)");
    return type;
}

/// With at most one length above 1 both orders are the same.
void checkOrder(const HeaderText& text, const std::string& name) {
    const auto isLong = [](std::size_t length) { return length > 1; };
    if (*text.fortranOrder && std::ranges::count_if(*text.shape, isLong) > 1)
        refuseNumpy(name, "is stored column by column (fortran_order)",
                    "Save it again with numpy.ascontiguousarray");
}

} // namespace

bool looksLikeNumpy(std::string_view head) { return head.starts_with(kNumpyMagic); }

ArrayHeader readNumpyHeader(ByteSource& source) {
    const std::string prefix = takeBytes(source, kPrefixBytes, 0);
    if (!looksLikeNumpy(prefix))
        refuseNumpy(source.name(), "is not a NumPy file (it does not begin with \\x93NUMPY)");
    const unsigned version = static_cast<unsigned char>(prefix[kNumpyMagic.size()]);
    if (version < 1 || version > 3)
        refuseNumpy(source.name(),
                    "has version " + std::to_string(version) + " of NumPy's format; 1 to 3 are read");
    const std::size_t lengthBytes = version == 1 ? 2 : 4;
    const auto length = static_cast<std::size_t>(integerFrom(
        takeBytes(source, lengthBytes, kPrefixBytes), {'u', false, static_cast<std::uint32_t>(lengthBytes)}));
    if (length > limits::kNumpyHeaderBytes)
        refuseNumpy(source.name(), "has a header of " + std::to_string(length) + " bytes; at most " +
                                       std::to_string(limits::kNumpyHeaderBytes) + " are read");
    const std::string dictionary = takeBytes(source, length, kPrefixBytes + lengthBytes);
    HeaderText text(dictionary, source.name());
    text.parse();
    const ElementType type = numpyType(*text.descr, source.name());
    checkOrder(text, source.name());
    return {type, *text.shape, kPrefixBytes + lengthBytes + length};
}

} // namespace moelab
