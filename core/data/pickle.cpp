#include "data/pickle.h"

#include "base/error.h"
#include "data/pickle_machine.h"

#include <algorithm>

namespace moelab {

using pickle::Ref;

struct Pickle::Content {
    std::string bytes;
    pickle::Machine machine;
    const pickle::Dict* root = nullptr;

    Content(std::string file, std::string name)
        : bytes(std::move(file))
        , machine(bytes, std::move(name)) {}

    template <class T>
    const T* as(Ref ref) const {
        return std::get_if<T>(&machine.value(ref));
    }

    [[noreturn]] void refuse(const std::string& problem) const {
        throw Error(machine.name(), problem, "Choose the published file, or write it as the published one is");
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
    const T& get(std::string_view key, const char* kind) const {
        const Ref* ref = find(key);
        const T* value = ref ? as<T>(*ref) : nullptr;
        if (!value)
            refuse("has no " + std::string(kind) + " \"" + std::string(key) + "\"");
        return *value;
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
    std::vector<std::int64_t> numbers;
    for (Ref item : m_content->get<pickle::List>(key, "list").items) {
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
    for (Ref item : m_content->get<pickle::List>(key, "list").items) {
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

PickledArray Pickle::array(std::string_view key) const {
    const pickle::Array& array = m_content->get<pickle::Array>(key, "numpy array");
    return {array.shape, array.bytes};
}

} // namespace moelab
