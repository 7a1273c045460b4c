#include "layers/include_rules.h"
#include "test_of_room.h"

#include <QtTest>

/// The layers and rooms of the program, checked by its includes.
class TestLayers : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void theProgramKeepsThem();
    void aMadeUpTreeThatDoes();
    void findsViolations_data();
    void findsViolations();
};

using Tree = std::map<std::string, std::string>; // file -> its only include, as written

static std::vector<std::string> violationsOf(const Tree& tree, const std::filesystem::path& root) {
    for (const auto& [file, include] : tree) {
        std::filesystem::create_directories((root / file).parent_path());
        std::ofstream(root / file) << "#pragma once\n\n#include " << include << "\n";
    }
    return IncludeRules(root).violations();
}

/// Every kind of include that is allowed.
static Tree orderlyTree() {
    return {{"core/base/error.h", "<string>"},
            {"core/network/network.h", "<ATen/core/Tensor.h>"},
            {"core/training/fit.cpp", "<torch/version.h>"},
            {"core/experiment/experiment.h", "\"base/error.h\""},
            {"core/experiment/outputs.cpp", "<ATen/ATen.h>"},
            {"core/experiment/stage_trainer.h", "\"network/network.h\""},
            {"core/engine/torch_engine.cpp", "\"experiment/stage_trainer.h\""},
            {"ui/session/session.h", "\"experiment/experiment.h\""},
            {"ui/main_window/main_window.h", "<QMainWindow>"},
            {"app/commands/commands.h", "<CLI/CLI.hpp>"},
            {"app/main.cpp", "\"main_window/main_window.h\""}};
}

void TestLayers::theProgramKeepsThem() {
    const IncludeRules rules(MOELAB_SOURCE_DIR);
    QVERIFY(rules.files() > 80);
    for (const std::string& violation : rules.violations())
        QTest::qFail(violation.c_str(), __FILE__, __LINE__);
}

void TestLayers::aMadeUpTreeThatDoes() {
    QTemporaryDir folder;
    const auto violations = violationsOf(orderlyTree(), folder.path().toStdString());
    QVERIFY2(violations.empty(), violations.empty() ? "" : violations.front().c_str());
}

void TestLayers::findsViolations_data() {
    QTest::addColumn<QString>("include");
    QTest::addColumn<QString>("problem");
    QTest::newRow("ui/curves/a.h") << "<torch/torch.h>"
                                   << "LibTorch stays inside core";
    QTest::newRow("ui/curves/b.cpp") << "\"network/network.h\""
                                     << "LibTorch stays inside core";
    QTest::newRow("app/commands/c.cpp") << "<c10/util/Half.h>"
                                        << "LibTorch stays inside core";
    QTest::newRow("app/d.cpp") << "\"experiment/stage_trainer.h\""
                               << "LibTorch stays inside core";
    QTest::newRow("ui/curves/e.h") << "\"commands/commands.h\""
                                   << "ui does not know app";
    QTest::newRow("core/base/f.h") << "<QString>"
                                   << "core knows no Qt";
    QTest::newRow("core/data/g.cpp") << "  <QtCore/qglobal.h>"
                                     << "core knows no Qt";
    QTest::newRow("core/data/h.cpp") << "<qstring.h>"
                                     << "core knows no Qt";
    QTest::newRow("core/analysis/i.cpp") << "\"session/session.h\""
                                         << "core does not know ui";
    QTest::newRow("core/analysis/j.cpp") << "\"../../app/commands/commands.h\""
                                         << "core does not know app";
    QTest::newRow("core/analysis/k.cpp") << "<ATen/ATen.h>"
                                         << "LibTorch is for network, training and";
    QTest::newRow("core/experiment/l.h") << "<ATen/ATen.h>"
                                         << "LibTorch is for network, training and";
    QTest::newRow("core/base/m.h") << "\"experiment/experiment.h\""
                                   << "room experiment stands above base";
    QTest::newRow("core/network/n.cpp") << "\"training/fit.cpp\""
                                        << "room training stands above network";
}

void TestLayers::findsViolations() {
    QFETCH(QString, include);
    QFETCH(QString, problem);
    QTemporaryDir folder;
    Tree tree = orderlyTree();
    tree[QTest::currentDataTag()] = include.toStdString();
    const auto violations = violationsOf(tree, folder.path().toStdString());
    QCOMPARE(violations.size(), std::size_t{1});
    const QString line = QString::fromStdString(violations.front());
    QVERIFY2(line.startsWith(QTest::currentDataTag()) && line.contains(problem), qPrintable(line));
}

TEST_OF_ROOM(TestLayers);
#include "test_layers.moc"
