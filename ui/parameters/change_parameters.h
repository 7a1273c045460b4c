#pragma once

#include "config/parameters.h"

#include <QUndoCommand>

namespace moelab {

class Session;

/// One change of the parameters that can be undone.
class ChangeParameters : public QUndoCommand {
  public:
    /// @param field what changes: further changes of the same field in a row are undone together; -1 never merges
    ChangeParameters(Session& session, const Parameters& after, int field, const QString& text);

    int id() const override { return m_field; }
    bool mergeWith(const QUndoCommand* other) override;
    void undo() override;
    void redo() override;

  private:
    Session& m_session;
    Parameters m_before;
    Parameters m_after;
    int m_field;
};

} // namespace moelab
