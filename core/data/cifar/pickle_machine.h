#pragma once

#include "data/element_type.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace moelab::pickle {

/// Values refer to each other by index: a pickle may hold itself, and owners would then never end.
using Ref = std::uint32_t;

/// None, and what is of no use here: numbers with a fraction.
struct None {};
/// str, unicode, bytes and bytearray alike
struct Text {
    std::string_view bytes;
};
struct List {
    std::vector<Ref> items;
};
struct Tuple {
    std::vector<Ref> items;
};
struct Dict {
    std::vector<std::pair<Ref, Ref>> items;
};
enum class Global { Reconstruct, FromBuffer, Scalar, NdArray, DType, Encode, Bytes, ByteArray };
struct Array {
    std::vector<std::size_t> shape; ///< its product times the type's size is bytes.size()
    std::string_view bytes;
    ElementType type;
    bool columnMajor = false;
};
using Value = std::variant<None, bool, std::int64_t, Text, List, Tuple, Dict, Global, ElementType, Array>;

/// Reads the opcodes of one pickle. Used by Pickle only.
class Machine {
  public:
    /// @param bytes must outlive the machine and what it made
    Machine(std::string_view bytes, std::string name)
        : m_bytes(bytes)
        , m_name(std::move(name)) {}

    /// Runs up to STOP. @returns the result, which `value` looks up
    Ref run();
    const Value& value(Ref ref) const { return m_values[ref]; }
    const std::string& name() const { return m_name; }

    /// @throws Error saying "problem, at byte N"
    [[noreturn]] void fail(const std::string& problem) const;
    [[noreturn]] void fail(const std::string& problem, const std::string& advice) const;

  private:
    friend struct Whitelist;

    std::string_view take(std::uint64_t count);
    std::uint64_t number(std::size_t bytes);
    std::int64_t signedNumber(std::size_t bytes);
    std::string_view line(std::size_t most);
    std::string_view word();
    std::int64_t numberLine();
    Value integerLine();
    Text quotedLine();
    Text escapedLine();
    std::string& newText();

    void push(Value value);
    void pushRef(Ref ref) { m_stack.push_back(ref); }
    Ref pop();
    std::vector<Ref> popMark();
    template <class T>
    T& top(const char* opcode);
    template <class T>
    const T* as(Ref ref) const {
        return std::get_if<T>(&m_values[ref]);
    }

    void remember(std::uint64_t key);
    void recall(std::uint64_t key);
    void pushTuple(std::size_t count);
    void append(std::vector<Ref> items);
    void setItems(const std::vector<Ref>& keysAndValues);
    void pushGlobal(std::string_view module, std::string_view name);
    void pushStackGlobal();
    void reduce();
    void build();

    Value call(Global function, const std::vector<Ref>& arguments);
    Text encodeLatin1(std::string_view utf8);
    Text bytesFrom(const std::vector<Ref>& arguments);
    ElementType elementType(const Text* code) const;
    Value scalar(const ElementType* type, const Text* bytes) const;
    Array arrayFromBuffer(const std::vector<Ref>& arguments) const;
    Array arrayFromState(const std::vector<Ref>& state) const;
    std::vector<std::size_t> shapeOf(Ref ref, std::size_t byteCount, std::size_t elementSize) const;

    std::string_view m_bytes;
    std::string m_name;
    std::size_t m_position = 0;
    std::vector<Value> m_values;
    std::vector<Ref> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint64_t, Ref> m_memo;
    std::deque<std::string>
        m_texts; ///< those that do not stand in m_bytes as they are; a deque leaves them in place
    std::size_t m_encodedBytes = 0;
};

} // namespace moelab::pickle
