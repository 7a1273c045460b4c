#pragma once

#include "cifar_fixture.h"

/// Small files in CIFAR-100's layouts, as published; the classes are "class-00" to "class-99", five to a
/// superclass.
namespace fixture {

inline std::string numbered(const char* name, int number) {
    return std::string(name) + static_cast<char>('0' + number / 10) + static_cast<char>('0' + number % 10);
}

inline int fineOf(int batch, int index) { return (batch * 31 + index) % 100; }
inline int coarseOf(int fine) { return (fine / 5 + 3) % 20; }

inline std::string className(int fine) { return numbered("class-", fine); }

/// "Superclass_00"
inline std::string superclassName(int coarse) { return numbered("Superclass_", coarse); }

inline std::string namesOf(std::string (*name)(int), int count, bool pickled) {
    std::string text = pickled ? "](" : "";
    for (int i = 0; i < count; ++i)
        text += pickled ? pickledText(name(i)) : name(i) + "\n";
    return pickled ? text + "e" : text;
}

inline std::string binaryRecords(int batch, int images) {
    std::string file;
    for (int i = 0; i < images; ++i) {
        const int fine = fineOf(batch, i);
        file += static_cast<char>(coarseOf(fine));
        file += static_cast<char>(fine);
        file += planarImage(batch, i);
    }
    return file;
}

inline std::string pythonRecords(int batch, int images) {
    std::vector<int> fine;
    std::vector<int> coarse;
    std::string pixels;
    for (int i = 0; i < images; ++i) {
        fine.push_back(fineOf(batch, i));
        coarse.push_back(coarseOf(fine.back()));
        pixels += planarImage(batch, i);
    }
    return pickledDict(pickledText("batch_label") + pickledText("training batch 1 of 1") +
                       pickledText("fine_labels") + pickledLabels(fine) + pickledText("coarse_labels") +
                       pickledLabels(coarse) + pickledText("data") +
                       pickledArray(static_cast<std::size_t>(images), 3072, pixels));
}

inline std::string pythonNamesOf(int classes, int superclasses) {
    return pickledDict(pickledText("fine_label_names") + namesOf(className, classes, true) +
                       pickledText("coarse_label_names") + namesOf(superclassName, superclasses, true));
}

inline Files cifar100Files(bool binary, int images) {
    if (!binary)
        return {
            {"meta", pythonNamesOf(100, 20)}, {"test", pythonRecords(0, 4)}, {"train", pythonRecords(1, images)}};
    return {{"train.bin", binaryRecords(1, images)},
            {"test.bin", binaryRecords(0, 4)},
            {"fine_label_names.txt", namesOf(className, 100, false)},
            {"coarse_label_names.txt", namesOf(superclassName, 20, false)}};
}

} // namespace fixture
