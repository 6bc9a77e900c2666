package backups

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Service says where an S3-compatible service is and who we are there.
type Service struct {
	Endpoint     string // its URL; empty: Amazon's
	Region       string // empty: it is asked for
	AccessKey    string
	SecretKey    string
	SessionToken string // empty: there is none
}

const amazon = "https://s3.amazonaws.com"

// Bucket is a Place: a prefix in a bucket of an S3-compatible service.
type Bucket struct {
	client         *minio.Client
	bucket, prefix string // the prefix is empty or ends in a slash
}

// bucketScheme begins the address of a Bucket.
const bucketScheme = "s3://"

// tidyTime is how long an upload that failed is cleared up, at most.
const tidyTime = 2 * time.Second

// NewBucket is the place that an address such as s3://bucket/prefix names. Nothing is asked of
// the service yet.
func NewBucket(address string, s Service) (*Bucket, error) {
	bucket, prefix, _ := strings.Cut(strings.TrimPrefix(address, bucketScheme), "/")
	if !strings.HasPrefix(address, bucketScheme) || bucket == "" {
		return nil, fmt.Errorf("%q: give a bucket as s3://BUCKET/PREFIX", address)
	}
	if s.AccessKey == "" || s.SecretKey == "" {
		return nil, fmt.Errorf("%s: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY have to be set", address)
	}
	if s.Endpoint == "" {
		s.Endpoint = amazon
	}
	u, err := url.Parse(s.Endpoint)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("the endpoint %q: give one such as https://s3.example.org", s.Endpoint)
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(s.AccessKey, s.SecretKey, s.SessionToken), Secure: u.Scheme == "https", Region: s.Region,
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		prefix += "/"
	}
	return &Bucket{client: client, bucket: bucket, prefix: prefix}, nil
}

// String is the address, without keys.
func (b *Bucket) String() string { return bucketScheme + path.Join(b.bucket, b.prefix) }

// Put uploads, in parts when it is large. The parts of one that failed are taken away as far
// as they can be; they are no object.
func (b *Bucket) Put(ctx context.Context, name string, r io.Reader, size int64) error {
	_, err := b.client.PutObject(ctx, b.bucket, b.prefix+name, r, size, minio.PutObjectOptions{ContentType: "application/octet-stream"})
	if err == nil {
		return nil
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), tidyTime)
	defer cancel()
	_ = b.client.RemoveIncompleteUpload(bounded, b.bucket, b.prefix+name) // the first error is the one that matters
	return err
}

// List lists the objects right below the prefix.
func (b *Bucket) List(ctx context.Context) ([]Object, error) {
	var out []Object
	for o := range b.client.ListObjectsIter(ctx, b.bucket, minio.ListObjectsOptions{Prefix: b.prefix}) {
		if o.Err != nil {
			return nil, o.Err
		}
		out = append(out, Object{strings.TrimPrefix(o.Key, b.prefix), o.Size})
	}
	return out, ctx.Err()
}

// Get reads an object.
func (b *Bucket) Get(ctx context.Context, name string) (io.ReadCloser, error) {
	o, err := b.client.GetObject(ctx, b.bucket, b.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, err
	}
	if _, err := o.Stat(); err != nil { // it is asked for only when it is read
		if minio.ToErrorResponse(err).StatusCode == 404 {
			err = fmt.Errorf("%w: %w", fs.ErrNotExist, err)
		}
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

// Delete removes an object.
func (b *Bucket) Delete(ctx context.Context, name string) error {
	return b.client.RemoveObject(ctx, b.bucket, b.prefix+name, minio.RemoveObjectOptions{})
}
