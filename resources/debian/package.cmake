# ./dev package: a Debian package of the release that it is made on. What the program links to, dpkg-shlibdeps finds.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/compress.cmake)
set(CPACK_PACKAGE_CONTACT "The moelab developers <moelab@example.org>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/core)
# What it loads or asks for at run time: the index of runs, WebP and TIFF, a BLAS that is fast, letters for reports.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "libqt6sql6-sqlite, libopenblas0-openmp, fonts-dejavu-core")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-wayland")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "workbench for mixtures of experts on images")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "\
Trains a baseline, a gate, an expert for each group of classes and the mixture
that weighs them, stage by stage, in a window with live curves or from a
terminal; then shows the gate's decision for every image, what was
misclassified and why, and compares runs.")
configure_file(${CMAKE_CURRENT_LIST_DIR}/changelog changelog @ONLY)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright ${CMAKE_CURRENT_BINARY_DIR}/changelog
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
include(CPack)
