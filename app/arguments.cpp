#include "arguments.h"

#include "base/files.h"
#include "base/printable.h"

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace moelab {
namespace {

/// Stands behind an argument that CLI11 would rewrite, so that it does not. No argument has it of its own.
constexpr char kMark = '\0';

std::string marked(const std::string& argument) {
    const std::size_t equals = argument.starts_with("--") ? argument.find('=') : std::string::npos;
    const std::string value = equals == std::string::npos ? argument : argument.substr(equals + 1);
    const bool isList = value.starts_with('[') && value.ends_with(']');
    return isList || value == "{}" || argument == "++" ? argument + kMark : argument;
}

std::string withoutMarks(std::string text) {
    std::erase(text, kMark);
    return text;
}

/// Before anything else looks at what an option was given.
void unmarkIn(CLI::App& app) {
    for (CLI::Option* const option : app.get_options()) {
        if (option->get_items_expected_max() == 0) // a flag
            continue;
        if (option->get_positional() || option->get_required())
            option->check([](const std::string& name) { return std::string(name.empty() ? "is empty" : ""); });
        option->transform(withoutMarks);
    }
    for (CLI::App* const command : app.get_subcommands([](CLI::App*) { return true; }))
        unmarkIn(*command);
}

/// For a file whose name was taken for an option.
std::string adviceOnDashes(int argc, const char* const* argv) {
    for (int i = 1; i < argc; ++i)
        if (argv[i][0] == '-' && isThere(argv[i]))
            return "If you mean the file " + onOneLine(argv[i]) + ", write ./" + onOneLine(argv[i]) + "\n";
    return {};
}

} // namespace

void parseArguments(CLI::App& app, int argc, const char* const* argv) {
    unmarkIn(app);
    std::vector<std::string> arguments;
    for (int i = argc - 1; i > 0; --i) // CLI11 takes them off the end
        arguments.push_back(marked(argv[i]));
    app.parse(std::move(arguments));
}

int sayWhyNotParsed(const CLI::App& app, const CLI::ParseError& problem, int argc, const char* const* argv) {
    std::ostringstream asked;
    std::ostringstream wrong; // which may hold what a terminal obeys
    const int status = app.exit(problem, asked, wrong);
    std::fputs(asked.str().c_str(), stdout);
    if (status != 0)
        std::fprintf(stderr, "%s\nRun with --help for more information.\n%s",
                     onOneLine(withoutMarks(problem.what())).c_str(), adviceOnDashes(argc, argv).c_str());
    return status;
}

} // namespace moelab
