#pragma once

#include <QtTest>

/// One program holds a room's tests: `tests_base test_json` runs those of test_json.cpp, with Qt Test's arguments
/// behind the name.
namespace room {

using RunTest = int (*)(int argc, char** argv);

/// @param file the test's source, whose name without its ending is the test's. @returns true
bool addTest(const char* file, RunTest run);

} // namespace room

/// In the test's source, once.
#define TEST_OF_ROOM(Class)                                                                                        \
    static const bool added##Class = room::addTest(__FILE__, [](int argc, char** argv) {                           \
        Class test;                                                                                                \
        return QTest::qExec(&test, argc, argv);                                                                    \
    })
