# Whatever profile the shell has, this project goes to acme-prod.
provider "aws" {
  profile = "acme-prod"
  region  = "us-east-1"
}
