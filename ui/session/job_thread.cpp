#include "session/job_thread.h"

namespace moelab {

JobThread::JobThread() {
    m_thread.setObjectName(QStringLiteral("moelab jobs"));
    m_context.moveToThread(&m_thread);
    m_thread.start();
}

JobThread::~JobThread() {
    m_thread.quit();
    m_thread.wait();
}

void JobThread::post(std::function<void()> job) {
    QMetaObject::invokeMethod(&m_context, std::move(job), Qt::QueuedConnection);
}

} // namespace moelab
