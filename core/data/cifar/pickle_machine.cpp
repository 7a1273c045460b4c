#include "data/cifar/pickle_machine.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"

#include <array>
#include <utility>

namespace moelab::pickle {
namespace {

constexpr std::uint8_t kStop = '.';

/// Names for the message when one of these is refused; the whitelist below does not need them.
constexpr std::pair<std::uint8_t, const char*> kRefusedNames[] = {
    {'0', "POP"},          {'1', "POP_MARK"},   {'2', "DUP"},          {'P', "PERSID"},
    {'Q', "BINPERSID"},    {'i', "INST"},       {'o', "OBJ"},          {0x81, "NEWOBJ"},
    {0x82, "EXT1"},        {0x83, "EXT2"},      {0x84, "EXT4"},        {0x8b, "LONG4"},
    {0x8d, "BINUNICODE8"}, {0x8e, "BINBYTES8"}, {0x8f, "EMPTY_SET"},   {0x90, "ADDITEMS"},
    {0x91, "FROZENSET"},   {0x92, "NEWOBJ_EX"}, {0x97, "NEXT_BUFFER"}, {0x98, "READONLY_BUFFER"},
};

std::string nameOfRefused(std::uint8_t code) {
    for (const auto& [refused, name] : kRefusedNames)
        if (refused == code)
            return std::string("opcode ") + name;
    return "unknown opcode " + std::to_string(code);
}

struct NamedGlobal {
    std::string_view module;
    std::string_view name;
    Global global;
};
constexpr NamedGlobal kGlobals[] = {
    {"numpy.core.multiarray", "_reconstruct", Global::Reconstruct}, // numpy 1
    {"numpy.core.multiarray", "scalar", Global::Scalar},
    {"numpy.core.numeric", "_frombuffer", Global::FromBuffer},
    {"numpy._core.multiarray", "_reconstruct", Global::Reconstruct}, // numpy 2
    {"numpy._core.multiarray", "scalar", Global::Scalar},
    {"numpy._core.numeric", "_frombuffer", Global::FromBuffer},
    {"numpy", "ndarray", Global::NdArray},
    {"numpy", "dtype", Global::DType},
    {"_codecs", "encode", Global::Encode},
    {"__builtin__", "bytes", Global::Bytes}, // up to protocol 2
    {"__builtin__", "bytearray", Global::ByteArray},
    {"builtins", "bytearray", Global::ByteArray}, // protocols 3 and 4
};

} // namespace

/// The opcodes that are understood, each with all that it does.
struct Whitelist {
    using Step = void (*)(Machine&);

    // clang-format off
    static constexpr std::pair<std::uint8_t, Step> kSteps[] = {
        {0x80, [](Machine& m) { if (m.number(1) > 5) m.fail("has an unknown pickle protocol"); }}, // PROTO
        {0x95, [](Machine& m) { if (m.number(8) > m.m_bytes.size()) m.fail("has a frame past its end"); }}, // FRAME
        {'N', [](Machine& m) { m.push(None{}); }},                                      // NONE
        {0x88, [](Machine& m) { m.push(true); }},                                       // NEWTRUE
        {0x89, [](Machine& m) { m.push(false); }},                                      // NEWFALSE
        {'I', [](Machine& m) { m.push(m.integerLine()); }},                             // INT
        {'L', [](Machine& m) { m.push(m.numberLine()); }},                              // LONG
        {'F', [](Machine& m) { m.word(); m.push(None{}); }},                            // FLOAT
        {'G', [](Machine& m) { m.take(8); m.push(None{}); }},                           // BINFLOAT
        {'J', [](Machine& m) { m.push(m.signedNumber(4)); }},                           // BININT
        {'K', [](Machine& m) { m.push(static_cast<std::int64_t>(m.number(1))); }},      // BININT1
        {'M', [](Machine& m) { m.push(static_cast<std::int64_t>(m.number(2))); }},      // BININT2
        {0x8a, [](Machine& m) { m.push(m.signedNumber(m.number(1))); }},                // LONG1
        {'S', [](Machine& m) { m.push(m.quotedLine()); }},                              // STRING
        {'V', [](Machine& m) { m.push(m.escapedLine()); }},                             // UNICODE
        {'T', [](Machine& m) { m.push(Text{m.take(m.number(4))}); }},                   // BINSTRING
        {'U', [](Machine& m) { m.push(Text{m.take(m.number(1))}); }},                   // SHORT_BINSTRING
        {'X', [](Machine& m) { m.push(Text{m.take(m.number(4))}); }},                   // BINUNICODE
        {0x8c, [](Machine& m) { m.push(Text{m.take(m.number(1))}); }},                  // SHORT_BINUNICODE
        {'B', [](Machine& m) { m.push(Text{m.take(m.number(4))}); }},                   // BINBYTES
        {'C', [](Machine& m) { m.push(Text{m.take(m.number(1))}); }},                   // SHORT_BINBYTES
        {0x96, [](Machine& m) { m.push(Text{m.take(m.number(8))}); }},                  // BYTEARRAY8
        {'(', [](Machine& m) { m.m_marks.push_back(m.m_stack.size()); }},               // MARK
        {']', [](Machine& m) { m.push(List{}); }},                                      // EMPTY_LIST
        {'l', [](Machine& m) { m.push(List{m.popMark()}); }},                           // LIST
        {'a', [](Machine& m) { m.append({m.pop()}); }},                                 // APPEND
        {'e', [](Machine& m) { m.append(m.popMark()); }},                               // APPENDS
        {'}', [](Machine& m) { m.push(Dict{}); }},                                      // EMPTY_DICT
        {'d', [](Machine& m) { const auto items = m.popMark(); m.push(Dict{}); m.setItems(items); }}, // DICT
        {'s', [](Machine& m) { Ref v = m.pop(); Ref k = m.pop(); m.setItems({k, v}); }}, // SETITEM
        {'u', [](Machine& m) { m.setItems(m.popMark()); }},                             // SETITEMS
        {')', [](Machine& m) { m.push(Tuple{}); }},                                     // EMPTY_TUPLE
        {'t', [](Machine& m) { m.push(Tuple{m.popMark()}); }},                          // TUPLE
        {0x85, [](Machine& m) { m.pushTuple(1); }},                                     // TUPLE1
        {0x86, [](Machine& m) { m.pushTuple(2); }},                                     // TUPLE2
        {0x87, [](Machine& m) { m.pushTuple(3); }},                                     // TUPLE3
        {'p', [](Machine& m) { m.remember(static_cast<std::uint64_t>(m.numberLine())); }}, // PUT
        {'g', [](Machine& m) { m.recall(static_cast<std::uint64_t>(m.numberLine())); }}, // GET
        {'q', [](Machine& m) { m.remember(m.number(1)); }},                             // BINPUT
        {'r', [](Machine& m) { m.remember(m.number(4)); }},                             // LONG_BINPUT
        {0x94, [](Machine& m) { m.remember(m.m_memo.size()); }},                        // MEMOIZE
        {'h', [](Machine& m) { m.recall(m.number(1)); }},                               // BINGET
        {'j', [](Machine& m) { m.recall(m.number(4)); }},                               // LONG_BINGET
        {'c', [](Machine& m) { const auto module = m.word(); m.pushGlobal(module, m.word()); }}, // GLOBAL
        {0x93, [](Machine& m) { m.pushStackGlobal(); }},                                // STACK_GLOBAL
        {'R', [](Machine& m) { m.reduce(); }},                                          // REDUCE
        {'b', [](Machine& m) { m.build(); }},                                           // BUILD
    };
    // clang-format on

    static std::array<Step, 256> table() {
        std::array<Step, 256> steps{};
        for (const auto& [code, step] : kSteps)
            steps[code] = step;
        return steps;
    }
};

Ref Machine::run() {
    static const std::array<Whitelist::Step, 256> steps = Whitelist::table();
    for (std::size_t count = 0; count < limits::kPickleSteps; ++count) {
        const auto code = static_cast<std::uint8_t>(take(1).front());
        if (code == kStop)
            return pop();
        if (!steps[code]) {
            --m_position;
            fail("uses " + nameOfRefused(code) + ", which a CIFAR batch does not need");
        }
        steps[code](*this);
    }
    fail("has more than " + std::to_string(limits::kPickleSteps) + " steps");
}

void Machine::fail(const std::string& problem) const {
    fail(problem,
         "Nothing in it was executed. Save a dictionary of NumPy arrays, lists, numbers and text, in any pickle "
         "protocol, or choose the published file");
}

void Machine::fail(const std::string& problem, const std::string& advice) const {
    throw Error(m_name, "as a pickle " + problem + ", at byte " + std::to_string(m_position), advice);
}

std::string_view Machine::take(std::uint64_t count) {
    if (count > m_bytes.size() - m_position)
        fail("ends too early: " + std::to_string(count) + " more bytes are needed and " +
                 std::to_string(m_bytes.size() - m_position) + " are there",
             "Copy the file again, or fetch the data again");
    const std::string_view taken = m_bytes.substr(m_position, count);
    m_position += count;
    return taken;
}

std::uint64_t Machine::number(std::size_t bytes) {
    const std::string_view digits = take(bytes);
    std::uint64_t value = 0;
    for (std::size_t i = digits.size(); i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(digits[i]);
    return value;
}

std::int64_t Machine::signedNumber(std::size_t bytes) {
    if (bytes > 8)
        fail("has an integer of more than 64 bits");
    if (bytes == 0)
        return 0;
    const std::size_t unused = 64 - 8 * bytes;
    return static_cast<std::int64_t>(number(bytes) << unused) >> unused;
}

void Machine::push(Value value) {
    m_values.push_back(std::move(value));
    m_stack.push_back(static_cast<Ref>(m_values.size() - 1));
}

Ref Machine::pop() {
    if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back()))
        fail("takes a value where there is none");
    const Ref ref = m_stack.back();
    m_stack.pop_back();
    return ref;
}

std::vector<Ref> Machine::popMark() {
    if (m_marks.empty())
        fail("takes a mark where there is none");
    const std::size_t position = m_marks.back();
    m_marks.pop_back();
    std::vector<Ref> items(m_stack.begin() + static_cast<std::ptrdiff_t>(position), m_stack.end());
    m_stack.resize(position);
    return items;
}

template <class T>
T& Machine::top(const char* opcode) {
    const std::size_t floor = m_marks.empty() ? 0 : m_marks.back();
    T* value = m_stack.size() > floor ? std::get_if<T>(&m_values[m_stack.back()]) : nullptr;
    if (!value)
        fail(std::string("uses ") + opcode + " on a value of another type");
    return *value;
}

void Machine::remember(std::uint64_t key) {
    const Ref ref = pop();
    pushRef(ref);
    m_memo[key] = ref;
}

void Machine::recall(std::uint64_t key) {
    const auto found = m_memo.find(key);
    if (found == m_memo.end())
        fail("recalls a value that it never stored (" + std::to_string(key) + ")");
    pushRef(found->second);
}

void Machine::pushTuple(std::size_t count) {
    std::vector<Ref> items(count);
    for (std::size_t i = count; i-- > 0;)
        items[i] = pop();
    push(Tuple{std::move(items)});
}

void Machine::append(std::vector<Ref> items) {
    List& list = top<List>("APPEND");
    list.items.insert(list.items.end(), items.begin(), items.end());
}

void Machine::setItems(const std::vector<Ref>& keysAndValues) {
    if (keysAndValues.size() % 2 != 0)
        fail("has a dictionary key without a value");
    Dict& dict = top<Dict>("SETITEM");
    for (std::size_t i = 0; i < keysAndValues.size(); i += 2)
        dict.items.emplace_back(keysAndValues[i], keysAndValues[i + 1]);
}

void Machine::pushGlobal(std::string_view module, std::string_view name) {
    for (const NamedGlobal& known : kGlobals)
        if (known.module == module && known.name == name)
            return push(known.global);
    fail("asks for " + printable(module) + "." + printable(name) + ", which a CIFAR batch does not need");
}

void Machine::pushStackGlobal() {
    const Ref name = pop();
    const Ref module = pop();
    if (!as<Text>(module) || !as<Text>(name))
        fail("has a global whose name is not text");
    pushGlobal(as<Text>(module)->bytes, as<Text>(name)->bytes);
}

} // namespace moelab::pickle
