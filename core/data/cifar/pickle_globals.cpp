// What the allowed globals stand for. None is looked up or called: each is a rule that turns values into a value.
#include "data/cifar/pickle_machine.h"

#include <charconv>

namespace moelab::pickle {

void Machine::reduce() {
    const Ref arguments = pop();
    const Ref function = pop();
    if (!as<Global>(function) || !as<Tuple>(arguments))
        fail("calls something that is not a function");
    push(call(*as<Global>(function), as<Tuple>(arguments)->items));
}

Value Machine::call(Global function, const std::vector<Ref>& arguments) {
    const auto text = [&](std::size_t i) { return i < arguments.size() ? as<Text>(arguments[i]) : nullptr; };
    switch (function) {
    case Global::Reconstruct: // (numpy.ndarray, (0,), 'b'); BUILD fills it
        if (!arguments.empty() && as<Global>(arguments[0]) && *as<Global>(arguments[0]) == Global::NdArray)
            return Array{};
        fail("makes an array of an unknown kind");
    case Global::FromBuffer: // (bytes, dtype, shape, 'C' or 'F'): how numpy writes in protocol 5
        return arrayFromBuffer(arguments);
    case Global::Scalar: // (dtype, bytes): numpy.int64(3)
        return scalar(arguments.size() == 2 ? as<ElementType>(arguments[0]) : nullptr, text(1));
    case Global::DType: // ('u1', 0, 1); BUILD adds the byte order
        return elementType(text(0));
    case Global::Encode: // (text, 'latin1'): how Python 3 writes bytes up to protocol 2
        if (arguments.size() == 2 && text(0) && text(1) && text(1)->bytes == "latin1")
            return encodeLatin1(text(0)->bytes);
        fail("uses _codecs.encode other than to latin1");
    case Global::Bytes:
    case Global::ByteArray:
        return bytesFrom(arguments);
    case Global::NdArray:
        break;
    }
    fail("calls numpy.ndarray itself");
}

std::string& Machine::newText() { return m_texts.emplace_back(); }

Text Machine::encodeLatin1(std::string_view utf8) {
    std::string& bytes = newText();
    bytes.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto first = static_cast<unsigned char>(utf8[i]);
        if (first < 0x80) {
            bytes += utf8[i];
            continue;
        }
        const auto second = i + 1 < utf8.size() ? static_cast<unsigned char>(utf8[i + 1]) : 0u;
        if ((first != 0xC2 && first != 0xC3) || (second & 0xC0) != 0x80)
            fail("encodes text to latin1 that latin1 does not have");
        bytes += static_cast<char>((first & 3) << 6 | (second & 0x3F));
        ++i;
    }
    // An honest file encodes each of its texts once; recalling one text often must not multiply it.
    m_encodedBytes += bytes.size();
    if (m_encodedBytes > m_bytes.size())
        fail("encodes more text than it holds");
    return {bytes};
}

/// bytes() and bytearray() of nothing, bytearray(bytes), and up to protocol 2 bytearray(text, 'latin-1')
Text Machine::bytesFrom(const std::vector<Ref>& arguments) {
    if (arguments.empty())
        return {};
    const Text* const content = as<Text>(arguments[0]);
    const Text* const code = arguments.size() == 2 ? as<Text>(arguments[1]) : nullptr;
    if (content && arguments.size() == 1)
        return *content;
    if (content && code && code->bytes == "latin-1")
        return encodeLatin1(content->bytes);
    fail("makes bytes of something that is not bytes");
}

ElementType Machine::elementType(const Text* code) const {
    if (!code || code->bytes.empty())
        fail("has a numpy.dtype without a name");
    ElementType type{code->bytes[0]};
    const char* const end = code->bytes.data() + code->bytes.size();
    const auto [rest, problem] = std::from_chars(code->bytes.data() + 1, end, type.size);
    constexpr std::uint32_t kMost = 1u << 20;
    if (problem != std::errc() || rest != end || type.size > kMost)
        fail("has an array of an unknown type");
    if (type.kind == 'U') // counted in characters
        type.size *= 4;
    return type;
}

Value Machine::scalar(const ElementType* type, const Text* bytes) const {
    if (!type || !bytes || bytes->bytes.size() != type->size)
        fail("has a number whose description is not numpy's");
    if (type->isInteger())
        return integerFrom(bytes->bytes, *type);
    return None{};
}

void Machine::build() {
    const Ref state = pop();
    const Ref object = pop();
    const Tuple* fields = as<Tuple>(state);
    if (fields && as<Array>(object)) {
        m_values[object] = arrayFromState(fields->items);
    } else if (fields && as<ElementType>(object)) { // (version, byte order, ...)
        const Text* order = fields->items.size() > 1 ? as<Text>(fields->items[1]) : nullptr;
        std::get<ElementType>(m_values[object]).bigEndian = order && order->bytes == ">";
    } else {
        fail("uses BUILD on something that is neither an array nor its type");
    }
    pushRef(object);
}

Array Machine::arrayFromBuffer(const std::vector<Ref>& arguments) const {
    const Text* bytes = arguments.size() == 4 ? as<Text>(arguments[0]) : nullptr;
    const ElementType* type = bytes ? as<ElementType>(arguments[1]) : nullptr;
    const Text* order = bytes ? as<Text>(arguments[3]) : nullptr;
    if (!type || !order)
        fail("has an array whose description is not numpy's");
    return {shapeOf(arguments[2], bytes->bytes.size(), type->size), bytes->bytes, *type, order->bytes == "F"};
}

/// @param state (version, shape, dtype, is column-major, bytes), as numpy.ndarray.__reduce__ writes it
Array Machine::arrayFromState(const std::vector<Ref>& state) const {
    const Text* bytes = state.size() == 5 ? as<Text>(state[4]) : nullptr;
    const ElementType* type = bytes ? as<ElementType>(state[2]) : nullptr;
    const bool* columnMajor = bytes ? as<bool>(state[3]) : nullptr;
    if (!type || !columnMajor)
        fail("has an array whose description is not numpy's");
    return {shapeOf(state[1], bytes->bytes.size(), type->size), bytes->bytes, *type, *columnMajor};
}

std::vector<std::size_t> Machine::shapeOf(Ref ref, std::size_t byteCount, std::size_t elementSize) const {
    const Tuple* tuple = as<Tuple>(ref);
    constexpr std::size_t kMostDimensions = 64; // of numpy 2
    if (!tuple || tuple->items.size() > kMostDimensions)
        fail("has an array without a shape");
    const auto refuse = [&] {
        fail("has an array whose shape does not fit its " + std::to_string(byteCount) + " bytes");
    };
    std::vector<std::size_t> shape;
    std::size_t product = elementSize;
    for (Ref item : tuple->items) {
        const std::int64_t* length = as<std::int64_t>(item);
        // Division, because a product of hostile lengths may overflow.
        if (!length || *length < 0 || (product > 0 && static_cast<std::size_t>(*length) > byteCount / product))
            refuse();
        shape.push_back(static_cast<std::size_t>(*length));
        product *= shape.back();
    }
    if (product != byteCount)
        refuse();
    return shape;
}

} // namespace moelab::pickle
