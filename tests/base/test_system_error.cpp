#include "base/system_error.h"

#include "test_of_room.h"

#include <QtTest>

#include <cerrno>
#include <cstring>
#include <set>

using namespace moelab;

/// What every error means for every call.
class TestSystemError : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void classes_data();
    void classes();
    void saysTheReasonAndWhatToDo();
};

using Calls = std::vector<SystemCall>;

static const Calls kAll = {SystemCall::Read,    SystemCall::Write, SystemCall::Sync,
                           SystemCall::NewName, SystemCall::Link,  SystemCall::LockAlone};
static const Calls kServices = {SystemCall::Sync, SystemCall::NewName, SystemCall::Link, SystemCall::LockAlone};
static const Calls kPlain = {SystemCall::Read, SystemCall::Write};

static Calls without(const Calls& calls, const std::set<SystemCall>& others) {
    Calls rest;
    for (const SystemCall call : calls)
        if (!others.contains(call))
            rest.push_back(call);
    return rest;
}

void TestSystemError::classes_data() {
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("remedy");
    const auto rows = [](Remedy remedy, const Calls& calls, const std::vector<int>& errors) {
        for (const SystemCall call : calls)
            for (const int error : errors)
                QTest::addRow("%s of call %d", std::strerror(error), static_cast<int>(call))
                    << static_cast<int>(call) << error << static_cast<int>(remedy);
    };
    const Calls lock = {SystemCall::LockAlone};
    rows(Remedy::WaitForHolder, lock, {EWOULDBLOCK, EACCES, EBUSY});
    rows(Remedy::DoWithout, kServices, {ENOSYS, EOPNOTSUPP, ENOTTY, EINVAL});
    rows(Remedy::DoWithout, lock, {ENOLCK});
    rows(Remedy::DoWithout, {SystemCall::Link}, {EPERM, EMLINK});
    rows(Remedy::WaitForPlace, kAll,
         {EIO,        ENOTCONN,     ETIMEDOUT,   EHOSTDOWN, EHOSTUNREACH, ENETDOWN,  ENETUNREACH,
          ECONNRESET, ECONNREFUSED, ESTALE,      ENODEV,    ENXIO,        EREMOTEIO, ENOSPC,
          EDQUOT,     EROFS,        EKEYEXPIRED, ENOMEM,    EMFILE,       ENFILE});
    rows(Remedy::WaitForPlace, without(kAll, {SystemCall::LockAlone}), {EACCES});
    rows(Remedy::WaitForPlace, without(kAll, {SystemCall::Link}), {EPERM});
    rows(Remedy::WaitForPlace, without(kAll, {SystemCall::Read}), {ENOENT, ENOTDIR});
    rows(Remedy::GiveUp, {SystemCall::Read}, {ENOENT, ENOTDIR});
    rows(Remedy::GiveUp, kPlain, {ENOSYS, EOPNOTSUPP, ENOTTY, EINVAL});
    rows(Remedy::GiveUp, kAll, {EFBIG, EISDIR, ENAMETOOLONG, ELOOP, EEXIST, ENOTEMPTY, EBADF, EXDEV});
}

void TestSystemError::classes() {
    QFETCH(const int, call);
    QFETCH(const int, error);
    QFETCH(const int, remedy);
    QCOMPARE(static_cast<int>(remedyFor(static_cast<SystemCall>(call), error)), remedy);
}

void TestSystemError::saysTheReasonAndWhatToDo() {
    try {
        failFor(SystemCall::Write, ENOSPC, "/a/run", "cannot be written");
    } catch (const NoPlaceError& problem) {
        QCOMPARE(QString(problem.what()),
                 QString("/a/run cannot be written (No space left on device). Free some room "
                         "there, or choose another place."));
    }
    try {
        failFor(SystemCall::Write, EFBIG, "/a/run", "cannot be written", "Think");
    } catch (const NoPlaceError&) {
        QFAIL("it does not pass");
    } catch (const Error& problem) {
        QCOMPARE(QString(problem.what()), QString("/a/run cannot be written (File too large). Think."));
    }
}

TEST_OF_ROOM(TestSystemError);
#include "test_system_error.moc"
