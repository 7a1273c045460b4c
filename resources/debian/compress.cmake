# Run by cpack before it packs: Debian wants manual pages and changelogs compressed.
file(GLOB_RECURSE files
  ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share/man/*.1
  ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share/doc/*/changelog
)
execute_process(COMMAND gzip -9n ${files} COMMAND_ERROR_IS_FATAL ANY)
