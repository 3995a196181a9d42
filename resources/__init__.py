"""Files that travel with the program: fonts, icons, rules, territory, leaflet texts, translations."""
