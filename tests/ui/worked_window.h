#pragma once

#include "text/refusal_line.h"
#include "ui/open_window.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

namespace fixture {

/// A real window over a draft of the built-in images, worked as a person does: by its widgets' names, clicks and
/// keys.
class WorkedWindow : public QObject {
  protected:
    void begin() {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
        m_open->session.startDraft("builtin");
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session.data(), kLong);
    }
    void end() {
        close();
        m_folder.reset();
    }
    void open() {
        m_open = std::make_unique<OpenWindow>(*m_folder);
        QVERIFY(QTest::qWaitForWindowExposed(m_open->window.get()));
    }
    void close() { m_open.reset(); }
    void click(const QString& name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
    QWidget* field(const QString& name) { return find<QWidget>("parameter-" + name); }
    QLineEdit& line(const QString& name) {
        auto* const inner = field(name)->findChild<QLineEdit*>();
        return inner ? *inner : *qobject_cast<QLineEdit*>(field(name));
    }
    /// Over what stands there.
    void type(const QString& name, const QString& text) {
        field(name)->setFocus();
        QMetaObject::invokeMethod(field(name), "selectAll");
        QTest::keyClick(field(name), Qt::Key_Delete);
        QTest::keyClicks(field(name), text);
    }
    /// Why what stands in it is refused; empty if it is not.
    QString reason(const QString& name) {
        auto* const line = find<moelab::RefusalLine>("problem-" + name);
        return line->isVisibleTo(m_open->window.get()) ? line->reason() : QString();
    }
    void setNumber(const QString& parameter, const QString& text) {
        type(parameter, text);
        QTest::keyClick(field(parameter), Qt::Key_Return);
    }
    /// Gives a class group another name.
    void renameGroup(int group, const QString& name) {
        auto* const field = find<QLineEdit>(QString("groupName-%1").arg(group));
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, name);
        QTest::keyClick(field, Qt::Key_Return);
    }
    /// Moves a class to a group, by keys.
    void moveClass(const QString& name, int to) {
        for (int from = 0;; ++from) {
            auto* const chips = find<QListWidget>(QString("groupClasses-%1").arg(from));
            const QList<QListWidgetItem*> found = chips->findItems(name, Qt::MatchExactly);
            if (found.isEmpty())
                continue;
            chips->setCurrentItem(found.front());
            chips->setFocus();
            for (; from != to; from += to > from ? 1 : -1)
                QTest::keyClick(find<QListWidget>(QString("groupClasses-%1").arg(from)),
                                to > from ? Qt::Key_Down : Qt::Key_Up, Qt::ControlModifier);
            return;
        }
    }
    void setSmall() {
        setNumber("train_examples", "120");
        setNumber("test_examples", "60");
        setNumber("epochs", "2");
        setNumber("batch_size", "20");
        for (const char* large : {"use_large_experts", "use_large_gating_mlp", "use_large_baseline_classifier"})
            find<QCheckBox>(QString("parameter-") + large)->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_open->session.data()->images.size(), std::size_t(60), kLong);
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
    }
    void train(const QString& name) {
        click("train-" + name);
        QTRY_COMPARE_WITH_TIMEOUT(stage(name).status, moelab::StageStatus::Done, kLong);
        QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.training(), kLong);
    }
    template <class Widget>
    Widget* find(const QString& name) {
        return m_open->find<Widget>(name);
    }
    void trigger(const QString& action) { m_open->trigger(action); }
    const moelab::StageView& stage(const QString& name) { return *m_open->session.findStage(name); }
    std::size_t batchesOf(const QString& name) { return stage(name).batches.points().size(); }
    QString message() { return m_open->said(); }
    /// What is said beneath a parameter's field.
    QString beneath(const QString& parameter) { return find<QLabel>("problem-" + parameter)->text(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<OpenWindow> m_open;
};

} // namespace fixture
