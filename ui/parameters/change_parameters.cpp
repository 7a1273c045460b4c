#include "parameters/change_parameters.h"

#include "session/session.h"

namespace moelab {

ChangeParameters::ChangeParameters(Session& session, const Parameters& after, int field, const QString& text)
    : QUndoCommand(text)
    , m_session(session)
    , m_before(session.parameters())
    , m_after(after)
    , m_field(field) {}

bool ChangeParameters::mergeWith(const QUndoCommand* other) {
    m_after = static_cast<const ChangeParameters*>(other)->m_after;
    setObsolete(m_after == m_before);
    return true;
}

void ChangeParameters::undo() { m_session.setParameters(m_before); }
void ChangeParameters::redo() { m_session.setParameters(m_after); }

} // namespace moelab
