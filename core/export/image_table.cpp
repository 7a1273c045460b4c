#include "export/image_table.h"

#include "analysis/confusion.h"
#include "analysis/routing.h"
#include "export/csv.h"

#include <charconv>
#include <functional>

namespace moelab {
namespace {

/// One column: its heading and the text of its cell for an image.
struct Column {
    std::string heading;
    std::function<std::string(std::int64_t image)> cell;
};

std::string text(float value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 9).ptr;
    return {digits, end};
}

class Table {
  public:
    Table(const MemberOutputs& outputs, const std::vector<std::string>& classNames)
        : m_outputs(outputs)
        , m_classNames(classNames) {}

    void addIndices(const std::string& heading, std::vector<std::int64_t> values,
                    const std::vector<std::string>& names) {
        m_columns.push_back({heading, [values = std::move(values), &names](std::int64_t image) {
                                 return names[static_cast<std::size_t>(values[static_cast<std::size_t>(image)])];
                             }});
    }

    /// A column for every output of a member, and one for the class it says.
    void addMember(const std::string& member, std::span<const float> values,
                   const std::vector<std::string>& outputNames) {
        if (values.empty())
            return;
        const std::size_t width = outputNames.size();
        for (std::size_t output = 0; output < width; ++output)
            m_columns.push_back({member + "." + outputNames[output], [=](std::int64_t image) {
                                     return text(values[static_cast<std::size_t>(image) * width + output]);
                                 }});
    }

    void addPrediction(const std::string& member, std::span<const float> values) {
        if (!values.empty())
            addIndices(member + ".predicted", predictions(values, m_outputs.classes), m_classNames);
    }

    std::string csv() const {
        std::vector<std::string> cells = {"image"};
        for (const Column& column : m_columns)
            cells.push_back(column.heading);
        std::string lines = csvLine(cells);
        for (std::int64_t image = 0; image < m_outputs.images; ++image) {
            cells = {std::to_string(image)};
            for (const Column& column : m_columns)
                cells.push_back(column.cell(image));
            lines += csvLine(cells);
        }
        return lines;
    }

  private:
    const MemberOutputs& m_outputs;
    const std::vector<std::string>& m_classNames;
    std::vector<Column> m_columns;
};

} // namespace

std::string imageTable(const MemberOutputs& outputs, const ClassGroups& groups,
                       const std::vector<std::string>& classNames) {
    std::vector<std::string> groupNames;
    for (const ClassGroup& group : groups)
        groupNames.push_back(group.name);
    std::vector<std::string> weightNames;
    for (const std::string& name : classNames) {
        weightNames.push_back(name + ".baseline");
        weightNames.push_back(name + ".expert");
    }
    Table table(outputs, classNames);
    table.addIndices("class", outputs.labels, classNames);
    if (!outputs.gate().empty())
        table.addIndices("route", routes(outputs.gate(), outputs.groups), groupNames);
    table.addPrediction("mixture", outputs.mixture());
    table.addPrediction("baseline", outputs.baseline());
    for (std::size_t group = 0; group < groups.size(); ++group)
        table.addPrediction("expert-" + groupNames[group], outputs.expert(static_cast<std::int64_t>(group)));
    table.addMember("mixture", outputs.mixture(), classNames);
    table.addMember("baseline", outputs.baseline(), classNames);
    table.addMember("gate", outputs.gate(), groupNames);
    for (std::size_t group = 0; group < groups.size(); ++group)
        table.addMember("expert-" + groupNames[group], outputs.expert(static_cast<std::int64_t>(group)),
                        classNames);
    const auto perGroup = static_cast<std::size_t>(outputs.images * outputs.classes * 2);
    for (std::size_t group = 0; group < groups.size() && !outputs.subGates().empty(); ++group)
        table.addMember("sub-gate-" + groupNames[group],
                        std::span(outputs.subGates()).subspan(group * perGroup, perGroup), weightNames);
    return table.csv();
}

} // namespace moelab
