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
    void nobodyKnowsStagesByName();
};

using Tree = std::map<std::string, std::string>; // file -> its only include, as written

static void writeReadme(const std::filesystem::path& layer, const std::vector<std::string>& rooms) {
    std::filesystem::create_directories(layer);
    std::ofstream readme(layer / "README.md");
    readme << "# Rooms\n\n| room | what is in it |\n|---|---|\n";
    for (const std::string& room : rooms)
        readme << "| `" << room << "/` | something of `other/` |\n";
}

static std::vector<std::string> violationsOf(const Tree& tree, const std::filesystem::path& root) {
    writeReadme(root / "core", {"base", "data", "experiment", "analysis", "torch/network", "torch/training"});
    writeReadme(root / "ui", {"session", "curves"});
    for (const auto& [file, include] : tree) {
        std::filesystem::create_directories((root / file).parent_path());
        std::ofstream(root / file) << "#pragma once\n\n#include " << include << "\n";
    }
    return IncludeRules(root).violations();
}

/// Every kind of include that is allowed.
static Tree orderlyTree() {
    return {{"core/base/error.h", "<string>"},
            {"core/experiment/experiment.h", "\"base/error.h\""},
            {"core/torch/network/network.h", "<ATen/core/Tensor.h>"},
            {"core/torch/network/kernels/kernels.h", "<cstdint>"},
            {"core/torch/network/fused.h", "\"network/kernels/kernels.h\""},
            {"core/torch/training/fit.cpp", "<torch/version.h>"},
            {"core/torch/training/fit.h", "\"network/network.h\""},
            {"core/torch/training/trainee.h", "\"experiment/experiment.h\""},
            {"ui/session/session.h", "\"experiment/experiment.h\""},
            {"ui/curves/curves.h", "\"session/session.h\""},
            {"ui/main_window.h", "<QMainWindow>"},
            {"ui/main_window.cpp", "\"curves/curves.h\""},
            {"app/commands/commands.h", "<CLI/CLI.hpp>"},
            {"app/main.cpp", "\"main_window.h\""}};
}

void TestLayers::theProgramKeepsThem() {
    const IncludeRules rules(MOELAB_SOURCE_DIR);
    QVERIFY(rules.files() > 80);
    QVERIFY(rules.rooms() > 25);
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
    const auto row = [](const char* file, const char* include, const char* problem) {
        QTest::newRow(file) << include << problem;
    };
    row("ui/curves/a.h", "<torch/torch.h>", "LibTorch stays inside core/torch");
    row("ui/curves/b.cpp", "\"network/network.h\"", "LibTorch stays inside core/torch");
    row("app/commands/c.cpp", "<c10/util/Half.h>", "LibTorch stays inside core/torch");
    row("core/analysis/d.cpp", "<ATen/ATen.h>", "LibTorch stays inside core/torch");
    row("core/experiment/e.cpp", "\"training/fit.h\"", "LibTorch stays inside core/torch");
    row("core/data/f.cpp", "\"torch/network/network.h\"", "LibTorch stays inside core/torch");
    row("ui/curves/g.h", "\"commands/commands.h\"", "ui does not know app");
    row("core/base/h.h", "<QString>", "core knows no Qt");
    row("core/data/i.cpp", "  <QtCore/qglobal.h>", "core knows no Qt");
    row("core/torch/network/j.cpp", "<qstring.h>", "core knows no Qt");
    row("core/analysis/k.cpp", "\"session/session.h\"", "core does not know ui");
    row("core/analysis/l.cpp", "\"../../app/commands/commands.h\"", "core does not know app");
    row("core/base/m.h", "\"experiment/experiment.h\"", "room experiment stands above base");
    row("core/torch/network/n.cpp", "\"training/fit.h\"", "room torch/training stands above torch/network");
    row("ui/session/o.cpp", "\"curves/curves.h\"", "room curves stands above session");
    row("ui/session/p.cpp", "\"main_window.h\"", "what is in no room stands above session");
    row("ui/elsewhere/q.cpp", "<vector>", "ui/README.md lists no room elsewhere");
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

/// What is done with a stage follows from its properties: a line outside core/plan that compares with a stage's
/// name, or takes one by its place, would have to be found again for each new kind of mixture.
void TestLayers::nobodyKnowsStagesByName() {
    const std::string name = R"re("(baseline|gate|mixture|expert-?|sub-gate-?)")re";
    const std::regex known(
        R"((==|!=) *(QStringLiteral\(|QLatin1String\()?)" + name + R"(\)?|)" + name +
        R"(\)? *(==|!=)|(starts_with|startsWith|compare|contains|find)\((QStringLiteral\(|QLatin1String\()?)" +
        name + R"(|[sS]tages(\(\))?(\[[0-9]|(\.|->)(front|back)\())");
    for (const char* line :
         {"if (stage.name == \"gate\")", "return name.starts_with(\"expert-\");", "stages.back()",
          "if (name == QStringLiteral(\"baseline\"))", "experiment.stages()[0]", "\"mixture\" != name"})
        QVERIFY2(std::regex_search(line, known), line);
    for (const char* line : {"json[\"gate\"] = 1", "stages[i]", "find(\"experts\")"})
        QVERIFY2(!std::regex_search(line, known), line);
    for (const char* layer : {"core", "ui", "app"})
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(std::filesystem::path(MOELAB_SOURCE_DIR) / layer)) {
            const std::string file = entry.path().generic_string();
            if (!file.ends_with(".h") && !file.ends_with(".cpp"))
                continue;
            if (file.find("/core/plan/") != std::string::npos)
                continue;
            std::ifstream stream(file);
            int number = 0;
            for (std::string line; std::getline(stream, line);)
                if (++number, std::regex_search(line, known))
                    QTest::qFail((line + " knows a stage by its name or place").c_str(), file.c_str(), number);
        }
}

TEST_OF_ROOM(TestLayers);
#include "test_layers.moc"
