#include "session/session_work.h"

#include "base/error.h"

namespace moelab {

void Session::wantHeldOut() {
    if (m_heldOutWanted || !m_outputs || training())
        return;
    m_heldOutWanted = true;
    post(tr("computing the predictions for the held-out images"), [this, of = m_outputs, stop = m_closing] {
        std::shared_ptr<const MemberOutputs> heldOut;
        QString why;
        try {
            m_work->checkTrained();
            heldOut = std::make_shared<const MemberOutputs>(m_work->experiment->outputs(*stop, ImagePart::HeldOut));
        } catch (const Error& problem) {
            why = QString::fromStdString(problem.what());
        }
        deliver([this, of, heldOut, why] {
            if (of != m_outputs)
                return; // asked for members that are no more
            m_heldOut = heldOut;
            m_whyNoHeldOut = why;
            emit heldOutChanged();
        });
    });
}

/// What was said by members that are no more.
void Session::forgetHeldOut() {
    m_heldOutWanted = false;
    m_heldOut.reset();
    m_whyNoHeldOut.clear();
}

} // namespace moelab
