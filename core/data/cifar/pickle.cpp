#include "data/cifar/pickle.h"

#include "base/error.h"
#include "base/printable.h"
#include "data/cifar/pickle_machine.h"

#include <algorithm>
#include <deque>

namespace moelab {

using pickle::Ref;

struct Pickle::Content {
    std::string bytes;
    pickle::Machine machine;
    const pickle::Dict* root = nullptr;
    std::deque<std::string> rowByRow; ///< arrays that are stored column by column, turned

    Content(std::string file, std::string name)
        : bytes(std::move(file))
        , machine(bytes, std::move(name)) {}

    template <class T>
    const T* as(Ref ref) const {
        return std::get_if<T>(&machine.value(ref));
    }

    [[noreturn]] void refuse(const std::string& problem,
                             const std::string& advice = "Choose the published file, or write it as the published "
                                                         "one is") const {
        throw Error(machine.name(), problem, advice);
    }

    /// The last of equal keys counts, as in Python.
    const Ref* find(std::string_view key) const {
        const auto matches = [&](const auto& item) {
            const pickle::Text* text = as<pickle::Text>(item.first);
            return text && text->bytes == key;
        };
        const auto found = std::find_if(root->items.rbegin(), root->items.rend(), matches);
        return found == root->items.rend() ? nullptr : &found->second;
    }

    template <class T>
    const T* get(std::string_view key) const {
        const Ref* ref = find(key);
        return ref ? as<T>(*ref) : nullptr;
    }

    /// The items of a list or tuple.
    const std::vector<Ref>& sequence(std::string_view key) const {
        if (const auto* list = get<pickle::List>(key))
            return list->items;
        if (const auto* tuple = get<pickle::Tuple>(key))
            return tuple->items;
        refuse("has no list \"" + std::string(key) + "\"");
    }

    std::vector<std::int64_t> integersOf(const pickle::Array& array, std::string_view key) const {
        const std::size_t rows = array.shape.empty() ? 0 : array.shape[0];
        if (!array.type.isInteger() || rows * array.type.size != array.bytes.size())
            refuse("has something other than one integer for each image in \"" + std::string(key) + "\"");
        std::vector<std::int64_t> numbers;
        for (std::size_t at = 0; at < array.bytes.size(); at += array.type.size)
            numbers.push_back(integerFrom(array.bytes.substr(at, array.type.size), array.type));
        return numbers;
    }
};

Pickle::Pickle(std::string bytes, std::string name)
    : m_content(std::make_unique<Content>(std::move(bytes), std::move(name))) {
    m_content->root = m_content->as<pickle::Dict>(m_content->machine.run());
    if (!m_content->root)
        m_content->refuse("holds something other than a dictionary");
}

Pickle::~Pickle() = default;

bool Pickle::contains(std::string_view key) const { return m_content->find(key) != nullptr; }

std::vector<std::int64_t> Pickle::integers(std::string_view key) const {
    if (const auto* array = m_content->get<pickle::Array>(key))
        return m_content->integersOf(*array, key);
    std::vector<std::int64_t> numbers;
    for (Ref item : m_content->sequence(key)) {
        const std::int64_t* number = m_content->as<std::int64_t>(item);
        if (!number)
            m_content->refuse("has something other than an integer in \"" + std::string(key) + "\"");
        numbers.push_back(*number);
    }
    return numbers;
}

std::vector<std::string> Pickle::texts(std::string_view key) const {
    std::vector<std::string> texts;
    std::size_t total = 0;
    for (Ref item : m_content->sequence(key)) {
        const pickle::Text* text = m_content->as<pickle::Text>(item);
        if (!text)
            m_content->refuse("has something other than text in \"" + std::string(key) + "\"");
        // One long text may be listed often.
        total += text->bytes.size();
        if (total > m_content->bytes.size())
            m_content->refuse("has more text in \"" + std::string(key) + "\" than it is long");
        texts.emplace_back(text->bytes);
    }
    return texts;
}

PickledArray Pickle::array(std::string_view key) {
    if (const auto* bytes = m_content->get<pickle::Text>(key))
        return {{bytes->bytes.size()}, bytes->bytes};
    const auto* array = m_content->get<pickle::Array>(key);
    if (!array)
        m_content->refuse("has no numpy array \"" + std::string(key) + "\"");
    if (array->type.name() != "u1")
        m_content->refuse("has numbers of type " + printable(array->type.name()) + " in \"" + std::string(key) +
                              "\"; images have bytes (u1)",
                          "Save the array as bytes from 0 to 255: data.astype(numpy.uint8)");
    if (!array->columnMajor || array->shape.size() < 2)
        return {array->shape, array->bytes};
    if (array->shape.size() > 2)
        m_content->refuse("has \"" + std::string(key) + "\" stored column by column",
                          "Save it again with numpy.ascontiguousarray");
    const std::size_t rows = array->shape[0];
    const std::size_t columns = array->shape[1];
    std::string& turned = m_content->rowByRow.emplace_back(array->bytes.size(), '\0');
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            turned[row * columns + column] = array->bytes[column * rows + row];
    return {array->shape, turned};
}

} // namespace moelab
