// What the four allowed globals stand for. None is looked up or called: each is a rule that turns values into a
// value.
#include "data/pickle_machine.h"

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
    case Global::DType: // ('u1', 0, 1); BUILD adds the byte order, which bytes do not have
        if (text(0))
            return ElementType{text(0)->bytes};
        fail("has a numpy.dtype without a name");
    case Global::Encode: // (text, 'latin1'): how Python 3 writes bytes in protocol 2
        if (arguments.size() == 2 && text(0) && text(1) && text(1)->bytes == "latin1")
            return encodeLatin1(text(0)->bytes);
        fail("uses _codecs.encode other than to latin1");
    case Global::NdArray:
        break;
    }
    fail("calls numpy.ndarray itself");
}

Value Machine::encodeLatin1(std::string_view utf8) {
    // An honest file encodes each of its texts once; recalling one text often must not multiply it.
    m_decodedBytes += utf8.size();
    if (m_decodedBytes > m_bytes.size())
        fail("encodes more text than it holds");
    std::string& bytes = m_decoded.emplace_back();
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
    return Text{bytes};
}

void Machine::build() {
    const Ref state = pop();
    const Ref object = pop();
    const Tuple* fields = as<Tuple>(state);
    if (fields && as<Array>(object))
        m_values[object] = arrayFromState(fields->items);
    else if (!fields || !as<ElementType>(object))
        fail("uses BUILD on something that is neither an array nor its type");
    pushRef(object);
}

/// @param state (version, shape, dtype, is column-major, bytes), as numpy.ndarray.__reduce__ writes it
Array Machine::arrayFromState(const std::vector<Ref>& state) const {
    const Text* bytes = state.size() == 5 ? as<Text>(state[4]) : nullptr;
    const ElementType* type = bytes ? as<ElementType>(state[2]) : nullptr;
    const bool* columnMajor = bytes ? as<bool>(state[3]) : nullptr;
    if (!type || !columnMajor)
        fail("has an array whose description is not numpy's");
    if (type->code != "u1")
        fail("has an array of another type than bytes (uint8)");
    if (*columnMajor)
        fail("has an array stored column by column (save it again with numpy.ascontiguousarray)");
    return Array{shapeOf(state[1], bytes->bytes.size()), bytes->bytes};
}

std::vector<std::size_t> Machine::shapeOf(Ref ref, std::size_t byteCount) const {
    const Tuple* tuple = as<Tuple>(ref);
    if (!tuple)
        fail("has an array without a shape");
    std::vector<std::size_t> shape;
    std::size_t product = 1;
    for (Ref item : tuple->items) {
        const std::int64_t* length = as<std::int64_t>(item);
        // Division, because a product of hostile lengths may overflow.
        if (!length || *length < 1 || static_cast<std::size_t>(*length) > byteCount / product)
            fail("has an array whose shape does not fit its " + std::to_string(byteCount) + " bytes");
        shape.push_back(static_cast<std::size_t>(*length));
        product *= shape.back();
    }
    if (product != byteCount)
        fail("has an array whose shape does not fit its " + std::to_string(byteCount) + " bytes");
    return shape;
}

} // namespace moelab::pickle
