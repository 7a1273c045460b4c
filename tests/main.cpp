#include "test_of_room.h"

#ifdef QT_WIDGETS_LIB
#include <QApplication>
#endif

#include <filesystem>
#include <map>
#include <vector>

namespace room {
namespace {

std::map<std::string, RunTest>& tests() {
    static std::map<std::string, RunTest> all;
    return all;
}

} // namespace

bool addTest(const char* file, RunTest run) {
    return tests().emplace(std::filesystem::path(file).stem().string(), run).second;
}

} // namespace room

int main(int argc, char** argv) {
    const auto test = room::tests().find(argc > 1 ? argv[1] : "");
    if (test == room::tests().end()) {
        std::fprintf(stderr, "Name one of these tests; behind it, Qt Test's own arguments may stand:\n");
        for (const auto& [name, run] : room::tests())
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    std::vector<char*> arguments(argv, argv + argc + 1); // with the null pointer at the end
    arguments.erase(arguments.begin() + 1);
    int count = argc - 1;
#ifdef QT_WIDGETS_LIB
    const QApplication application(count, arguments.data());
    QApplication::setAttribute(Qt::AA_Use96Dpi); // as QTEST_MAIN has it
#else
    const QCoreApplication application(count, arguments.data());
#endif
    return test->second(count, arguments.data());
}
