#include "made_runs.h"
#include "parameters/parameters_panel.h"
#include "session/view.h"
#include "test_of_room.h"
#include "ui/text_fits.h"
#include "ui/trained_window.h"

#include <QApplication>
#include <QProcess>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>

using namespace moelab;
using namespace fixture;

/// The window on small screens, with small and large letters, few and many groups: nothing is cut off, nothing lies
/// over something else.
class TestFitting : public QObject, private TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase();
    void cleanup();
    void findsWhatIsCutOff();
    void findsItInTabsAndScrolls();
    void everyTextFits_data();
    void everyTextFits();
    void everyTextFitsAtScale_data();
    void everyTextFitsAtScale();
    void formerResultsFit_data();
    void formerResultsFit();
    void numbersFitTheirFields_data();
    void numbersFitTheirFields();
    void theFirstPageFits_data() { everyTextFits_data(); }
    void theFirstPageFits();
    void manyGroupsFit_data();
    void manyGroupsFit();
    void opensOnItsScreen();

  private:
    void setLetters(int points);
    void check(const QString& what);
    /// What can be seen only by scrolling sideways.
    int beyondSide(const QString& area) {
        return m_open->find<QScrollArea>(area)->horizontalScrollBar()->maximum();
    }

    QFont m_font;
};

void TestFitting::initTestCase() {
    m_font = QApplication::font();
    trainOnce();
}

void TestFitting::cleanup() {
    m_open.reset();
    QFile::remove(m_folder.filePath("window.ini"));
    QApplication::setFont(m_font);
}

void TestFitting::setLetters(int points) {
    QFont font = m_font;
    font.setPointSize(points);
    QApplication::setFont(font);
}

void TestFitting::check(const QString& what) {
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
    // Some are laid out an event later.
    QTRY_VERIFY2(misfitsOf(*m_open->window).isEmpty(),
                 qPrintable(what + ":\n" + misfitsOf(*m_open->window).join(u'\n')));
}

/// What the rest of this test relies on.
void TestFitting::findsWhatIsCutOff() {
    QWidget window;
    window.resize(400, 200);
    auto* const label = new QLabel("some words", &window);
    auto* const button = new QPushButton("some more words", &window);
    label->setGeometry(0, 0, 200, 40);
    button->setGeometry(0, 50, 200, 40);
    window.show();
    QCOMPARE(misfitsOf(window), QStringList());
    label->resize(20, 40);
    QCOMPARE(misfitsOf(window).size(), 1);
    button->resize(40, 40);
    QCOMPARE(misfitsOf(window).size(), 2);
    label->resize(200, 60); // over the button
    QCOMPARE(misfitsOf(window).filter("overlap").size(), 1);
    label->setGeometry(300, 0, 200, 40);
    QCOMPARE(misfitsOf(window).filter("cut off").size(), 1);
}

/// Also in what Qt builds to hold other widgets.
void TestFitting::findsItInTabsAndScrolls() {
    QWidget window;
    auto* const tabs = new QTabWidget(&window);
    auto* const area = new QScrollArea;
    auto* const content = new QWidget;
    auto* const label = new QLabel("some words", content);
    auto* const box = new QSpinBox(content);
    box->setRange(0, 1000000);
    box->setValue(123456);
    tabs->addTab(area, "tab");
    area->setWidget(content);
    content->resize(300, 100);
    label->setGeometry(0, 0, 200, 30);
    box->setGeometry(0, 40, 200, 30);
    tabs->resize(400, 200);
    window.resize(400, 200);
    window.show();
    QCOMPARE(misfitsOf(window), QStringList());
    label->resize(20, 30);
    QCOMPARE(misfitsOf(window).filter("QLabel").size(), 1);
    box->resize(40, 30);
    QCOMPARE(misfitsOf(window).filter("QSpinBox").size(), 1);
}

void TestFitting::everyTextFits_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("points");
    for (const QSize size : {QSize(1000, 650), QSize(1366, 768), QSize(1920, 1080)})
        for (const int points : {9, 11, 14, 16})
            QTest::addRow("%d x %d, %d pt", size.width(), size.height(), points) << size << points;
}

void TestFitting::everyTextFits() {
    QFETCH(QSize, size);
    QFETCH(int, points);
    setLetters(points);
    openRun();
    MainWindow& window = *m_open->window;
    for (const bool inspected : {false, true}) {
        m_open->session.selection().setImage(inspected ? 3 : -1);
        // It can be so small, once what the letters' size changed is laid out.
        QTRY_COMPARE((window.resize(size), window.size()), size);
        for (View* view : window.findChildren<View*>()) {
            window.showView(view->objectName());
            check(view->objectName() + (inspected ? " beside the inspector" : ""));
            if (!inspected && points <= 14)
                QTRY_COMPARE(beyondSide(view->objectName() + "Area"), 0);
        }
        QTRY_COMPARE(beyondSide("stageBoardArea"), 0);
    }
    QWidget* const preview = m_open->find<QWidget>("dataPreview");
    if (preview->isVisible()) // all of its rows
        QTRY_VERIFY(preview->height() >= preview->heightForWidth(preview->width()));
    QTest::mouseClick(m_open->find<QToolButton>("foldBoard"), Qt::LeftButton);
    m_open->trigger("logDockShown");
    check("all panels");
    QCOMPARE(window.size(), size);
}

void TestFitting::everyTextFitsAtScale_data() {
    QTest::addColumn<QString>("scale");
    for (const char* scale : {"1.25", "1.5", "2"})
        QTest::newRow(scale) << scale;
}

/// In a process of its own: the scale of the screen is read at the start of one.
void TestFitting::everyTextFitsAtScale() {
    QFETCH(QString, scale);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_SCALE_FACTOR", scale);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QCoreApplication::applicationFilePath(),
                  {"test_fitting", "everyTextFits:1000 x 650, 9 pt", "everyTextFits:1366 x 768, 14 pt"});
    QVERIFY2(process.waitForFinished(kLong), qPrintable(process.errorString()));
    const QByteArray output = process.readAll();
    QVERIFY2(process.exitCode() == 0 && output.contains("4 passed"),
             output); // with the first and the last function
}

void TestFitting::formerResultsFit_data() {
    QTest::addColumn<int>("points");
    for (const int points : {9, 14})
        QTest::addRow("%d pt", points) << points;
}

/// With the bar that offers what can be done about them.
void TestFitting::formerResultsFit() {
    QFETCH(int, points);
    setLetters(points);
    openRun();
    m_open->window->resize(1000, 650);
    const Parameters parameters = m_open->session.parameters();
    Parameters changed = parameters;
    changed.seed = 2;
    m_open->session.setParameters(changed);
    QTRY_VERIFY(m_open->find<QWidget>("outdatedBar")->isVisible());
    check("a line a stage");
    QTest::mouseClick(m_open->find<QToolButton>("foldBoard"), Qt::LeftButton);
    check("all of every stage");
    m_open->session.setParameters(parameters); // the run is the next test's, too
    QTRY_VERIFY(!m_open->find<QWidget>("outdatedBar")->isVisible());
}

void TestFitting::numbersFitTheirFields_data() {
    QTest::addColumn<int>("points");
    for (const int points : {9, 11, 14, 16, 20})
        QTest::addRow("%d pt", points) << points;
}

/// However wide the panel is: a number whose first digits are out of sight is another one.
void TestFitting::numbersFitTheirFields() {
    QFETCH(int, points);
    setLetters(points);
    m_open = std::make_unique<OpenWindow>(m_folder);
    Parameters parameters;
    parameters.trainExamples = 50000;
    parameters.testExamples = 10000;
    QVERIFY(m_open->startDraft(parameters));
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
    ParametersPanel panel(m_open->session);
    panel.show();
    const QList<QDoubleSpinBox*> fields = panel.findChildren<QDoubleSpinBox*>();
    QVERIFY(fields.size() > 5);
    for (int width = std::max(200, panel.minimumSizeHint().width()); width < 700; width += 20) {
        panel.resize(width, 1500);
        QTest::qWait(0);
        for (const QDoubleSpinBox* field : fields) // with its frame, its buttons and a cursor
            QVERIFY2(
                !field->isVisible() || fits(*field),
                qPrintable(QString("%1 of %2 pixels in %3").arg(field->text()).arg(field->width()).arg(width)));
    }
}

void TestFitting::theFirstPageFits() {
    QFETCH(QSize, size);
    QFETCH(int, points);
    setLetters(points);
    m_open = std::make_unique<OpenWindow>(m_folder);
    const QString name = "with the learning rate as it was before it was made so small";
    const std::filesystem::path run = m_folder.filePath("runs/named").toStdString();
    makeRun(run);
    finishStage(run, "baseline", 0.875);
    writeRunNote(run, {name.toStdString(), "", {}});
    m_open->settings.addRecentRun(m_folder.filePath("runs/named"));
    const QString data = m_folder.filePath("pictures of everything that swims, flies or walks");
    QVERIFY(QDir().mkpath(data));
    m_open->settings.setValue("runs/lastData", data);
    m_open->window->resize(size);
    m_open->window->showStart();
    QTRY_VERIFY(m_open->find<QWidget>("startContinue")->isVisible());
    QVERIFY(m_open->find<QWidget>("startLastData")->isVisible());
    check("the first page");
    QTRY_COMPARE(beyondSide("startArea"), 0);
    QCOMPARE(m_open->window->size(), size);
}

void TestFitting::manyGroupsFit_data() {
    QTest::addColumn<int>("groups");
    QTest::addColumn<QString>("name");
    for (const int groups : {2, 3, 8, 16})
        QTest::addRow("%d groups", groups) << groups << "group";
    QTest::newRow("long names") << 3 << "everything that swims, flies or walks on four legs";
}

/// A run of 32 classes without its images.
void TestFitting::manyGroupsFit() {
    QFETCH(int, groups);
    QFETCH(QString, name);
    const std::filesystem::path run =
        m_folder.filePath(QString("runs/%1 groups %2").arg(groups).arg(name)).toStdString();
    RunConfig config = someConfig();
    config.classNames.clear();
    config.parameters.groups.assign(static_cast<std::size_t>(groups), {});
    for (int cls = 0; cls < 32; ++cls) {
        config.classNames.push_back("class " + std::to_string(cls + 1));
        ClassGroup& group = config.parameters.groups[static_cast<std::size_t>(cls % groups)];
        group.name = name.toStdString() + std::to_string(cls % groups + 1);
        group.classes.push_back(cls);
    }
    makeRun(run, config);
    for (const Stage& stage : stagesOf(config.parameters.groups))
        finishStage(run, stage.name, 0.875);
    for (const auto& [points, size] : {std::pair(9, QSize(1366, 768)), std::pair(16, QSize(1000, 650))}) {
        setLetters(points);
        m_open = std::make_unique<OpenWindow>(m_folder);
        m_open->window->resize(size);
        m_open->session.open(QString::fromStdString(run.string()));
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session.lacksImages(), kLong);
        for (const char* how : {"a line a stage", "all of every stage"}) {
            check(how);
            QCOMPARE(m_open->window->size(), size);
            for (const StageView& view : m_open->session.stages()) {
                m_open->session.selection().setStage(view.name());
                QTRY_VERIFY2(!m_open->find<QWidget>("card-" + view.name())->visibleRegion().isEmpty(),
                             qPrintable(view.name()));
            }
            QTest::mouseClick(m_open->find<QToolButton>("foldBoard"), Qt::LeftButton);
        }
    }
}

/// The first time, and with a place that was kept on a larger screen.
void TestFitting::opensOnItsScreen() {
    setLetters(14);
    QTemporaryDir folder;
    for (const QSize kept : {QSize(), QSize(3000, 2000)}) {
        if (kept.isValid()) {
            QWidget large;
            large.resize(kept);
            Settings(folder.filePath("window.ini")).setWindow(large.saveGeometry(), {});
        }
        m_open = std::make_unique<OpenWindow>(folder);
        const QSize room = m_open->window->screen()->availableGeometry().size();
        QVERIFY(m_open->window->width() <= room.width() && m_open->window->height() <= room.height());
        m_open.reset();
    }
}

TEST_OF_ROOM(TestFitting);
#include "test_fitting.moc"
