package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.quantizer.InvertedLists;

/** Lists of rows and their codes, with the centres as rows: what a file keeps. */
public record CodedLists(RowLists of, InvertedLists coded) {

    public void keep(IndexFile.Writer writer, int stride) {
        InvertedFile.keep(writer, stride, of.centres(), coded);
    }

    /** The same where rows and codes lie elsewhere. */
    public void keepAll(IndexFile.Writer writer, int stride) {
        InvertedFile.keepCodes(writer, coded);
        keep(writer, stride);
    }
}
