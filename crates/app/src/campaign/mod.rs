//! Campaigns (专项行动): drafted from a work plan or a template, reviewed, started, ended. It must
//! not know how a plan's text is read.
